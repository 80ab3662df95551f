import { hostCode, isRefusal, type Mail, type SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { APPS, listens } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';
import { totpCode } from '../support/totp.ts';

const DORA = 'dora@example.org';
const NEXT = 'another correct horse battery';

const RULES = {
  administrators: {},
  requiredStrength: 'baseline',
  enrollment: { firstFactor: 'password' },
  passwords: { history: 4 },
} as const;

/** Dora with an app, and the link of a recovery in her mail. */
async function world(options: Partial<SallyportOptions<string>>) {
  const shared = await sharedStore('memory');
  const mails: Mail[] = [];
  const auth = await shared.start({ sendMail: (mail) => void mails.push(mail), ...options });
  const url = await listens(APPS.express(auth));
  const call = async (path: string, headers: Record<string, string>, body: object) => {
    const reply = await fetch(`${url}/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sallyport-client': 'token', ...headers },
      body: JSON.stringify(body),
    });
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? {} : JSON.parse(text) };
  };
  const made = await auth.people.create({ identifier: DORA, email: DORA, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const { body: begun } = await call('/sign-in', {}, { identifier: DORA, password: PASSWORD });
  const flow = { 'sallyport-flow': begun.flow.token };
  await call('/sign-in/email-code/send', flow, {});
  const { body } = await call('/sign-in/email-code', flow, { code: mails.at(-1)?.code });
  const session = { authorization: `Bearer ${body.session.token}` };
  const { body: pending } = await call('/enroll/totp', session, {});
  await call('/enroll/totp/confirm', session, { code: totpCode(pending.secret, shared.now) });
  shared.now += 60_000;
  await call('/recover', {}, { identifier: DORA });
  await auth.runBackgroundWork();
  const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  return { call, token };
}

describe('N17 X27 the same link with the same new password, sent again and again,', () => {
  it.each([
    ['without contexts', { policy: RULES }],
    ['with contexts', { policy: { ...RULES, contexts: { night: { recentProof: '5m' } } }, contextOf: () => [] }],
  ] as const)('is one guess at the former passwords, and locks nobody out, %s', async (_, options) => {
    const { call, token } = await world(options);
    const statuses: number[] = [];
    for (let time = 0; time < 12; time++)
      statuses.push((await call('/recover/confirm', {}, { token, next: NEXT })).status);
    expect(statuses).toEqual(Array.from({ length: 12 }, () => 200));
  });
});
