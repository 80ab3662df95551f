import { createHmac } from 'node:crypto';
import { createSallyport, hostCode, type Sallyport, type Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { ORIGIN } from '@sallyport/test-support/adapters/fake-sallyport';
import { listen } from '@sallyport/test-support/adapters/listen';
import express from 'express';
import { sallyport } from './sallyport.ts';

export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, unknown>;
}

export interface Administrator {
  /** A request to the running app, as `PUT /admin/policy`, with the administrator's cookies. */
  ask(line: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The headers that a page of the app sends for the administrator, cookies included. */
  headers(): Record<string, string>;
  readonly auth: Sallyport;
  /** The address of the contract. */
  readonly contract: string;
  /** The unexpected errors, as reported to `onFault`. */
  readonly faults: unknown[];
}

const identifier = 'ada@example.org';
const password = 'correct horse battery staple';

/** The real engine over Express, with a policy administrator signed in by password and authenticator app. */
export async function administrator(store: Store = memoryStore()): Promise<Administrator> {
  const faults: unknown[] = [];
  const codes: string[] = [];
  const auth = createSallyport({
    origin: ORIGIN,
    secrets: ['a secret of a test, long enough to be taken'],
    store,
    policy: { administrators: { policy: ['super-admin'], people: ['admin'] } },
    passwordHashing: { memoryCost: 64, timeCost: 1 },
    sendMail: async (mail) => {
      if ('code' in mail) codes.push(String(mail.code));
    },
  });
  await auth.ready();
  await auth.people.create({ identifier, email: identifier, password, roles: ['super-admin'], by: hostCode('host') });
  const app = express().use('/auth', sallyport(auth, { onFault: (fault) => faults.push(fault) }).routes());
  const site = await listen(app);
  const jar = new Map<string, string>();

  const own = (): Record<string, string> => ({
    origin: ORIGIN,
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  const ask: Administrator['ask'] = async (line, body, headers = {}) => {
    const [method = '', path = ''] = line.split(' ');
    const response = await fetch(`${site}/auth${path}`, {
      method,
      headers: {
        ...own(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
  };

  await ask('POST /sign-in', { identifier, password });
  await ask('POST /sign-in/email-code/send', {});
  await ask('POST /sign-in/email-code', { code: codes.at(-1) });
  await ask('POST /step-up', { strength: 'enhanced' });
  const { body } = await ask('POST /enroll/totp', {});
  const done = await ask('POST /enroll/totp/confirm', { code: totp(String(body['secret'])) });
  if (done.body['status'] !== 'complete') throw new Error(`no administrator: ${JSON.stringify(done.body)}`);
  return { ask, headers: own, auth, contract: `${site}/auth`, faults };
}

/** The current TOTP code (RFC 6238): SHA-1, 6 digits. */
function totp(secret: string): string {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const code = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
  return String(code % 1_000_000).padStart(6, '0');
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
