import { createHmac } from 'node:crypto';
import { type Caller, isRefusal, type Sallyport } from '@sallyport/engine';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app, moduleOfApp } from '../app/app.test-support.ts';
import { install, unwrapped, widest } from '../installed.test-support.ts';
import type { Founding } from './bootstrap.ts';

const sallyport = install();
const ADA = 'ada@example.org';
const POLICY = { administrators: { policy: ['super-admin'] }, requiredStrength: 'enhanced' };

const asks = (email: string, ...more: readonly string[]) =>
  sallyport.ask(['bootstrap', email, '--auth', moduleOfApp(sallyport), ...more]);

async function newApp(options: Parameters<typeof app>[0] = { policy: POLICY }) {
  const auth = app(options);
  await auth.ready();
  return auth satisfies Founding;
}

/** The code of an authenticator app (RFC 6238). */
function appCode(secret: string): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const number = digest.readUInt32BE(digest.readUInt8(digest.length - 1) & 0x0f) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Signs in with the password and the code, sets up an authenticator app, and returns the caller with the session. */
async function setsUp(auth: Sallyport, password: string, code: string): Promise<Caller> {
  const caller: Caller = { tenant: 'default' as Caller['tenant'], mode: 'token' };
  const begun = await auth.signIn.begin(caller, { identifier: ADA, password });
  const inFlow = { ...caller, flowToken: begun.keep?.flow?.token };
  expect(await auth.signIn.enrollmentCode(inFlow, { code })).toMatchObject({ answer: { status: 'enroll' } });
  const pending = await auth.enroll.secret(inFlow, 'totp');
  if (isRefusal(pending)) throw new Error(pending.refused);
  const done = await auth.enroll.confirmCode(inFlow, 'totp', { code: appCode(pending.secret) });
  expect(done).toMatchObject({ answer: { status: 'complete' } });
  return { ...caller, sessionToken: done.keep?.session?.token };
}

afterEach(() => vi.unstubAllGlobals());

describe('sallyport bootstrap', () => {
  it('X25 W4 hands over what the first administrator needs to sign in, set up a factor and administer the policy', async () => {
    const auth = await newApp();
    const { code, out, err } = await asks(ADA, '--by', 'installation');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(widest(out)).toBeLessThanOrEqual(80);
    const [password = '', enrollment = ''] = out.match(/^ {5}(\w{4}-){3}\w{4}$/gm)?.map((line) => line.trim()) ?? [];
    expect(out).toContain('ada@example.org is the first administrator, with the roles super-admin.');
    const caller = await setsUp(auth, password, enrollment);
    const session = await auth.sessions.guard(caller, { needs: 'administrator', of: 'policy' });
    if (isRefusal(session)) throw new Error(session.refused);
    const changed = await auth.policy.set('default', { ...POLICY, recentProof: '10m' }, { ifVersion: 1, by: session });
    expect(changed).toMatchObject({ version: 2 });
    const again = await asks('ben@example.org');
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(unwrapped(again.err)).toContain('refused: somebody administers the policy already');
    expect((await auth.people.list()).accounts).toHaveLength(1);
    const { events } = await auth.audit.events('default', { type: 'account.created' });
    expect(events).toMatchObject([{ actor: { kind: 'host', id: 'installation' } }]);
  });

  it('X25 has a code for an hour, and is refused while the code is out', async () => {
    await newApp();
    const before = Date.now();
    const first = JSON.parse((await asks(ADA, '--json')).out);
    expect(first.expiresAt).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(first.expiresAt).toBeLessThanOrEqual(Date.now() + 3_600_000);
    const again = await asks(ADA, '--json');
    expect(again.code).toBe(1);
    expect(JSON.parse(again.out)).toEqual({ refused: 'not-permitted' });
  });

  it('X25 says that the host’s own code gives the role, and what the policy lacks', async () => {
    await newApp({ policy: POLICY, resolveSubject: () => [] });
    const fromHost = await asks(ADA);
    expect(fromHost.code).toBe(1);
    expect(unwrapped(fromHost.err)).toContain("the app's own code gives the roles (resolveSubject).");
    expect(widest(fromHost.err)).toBeLessThanOrEqual(80);
    await newApp({ policy: { requiredStrength: 'enhanced' } });
    expect((await asks(ADA)).err).toContain('refused: policy names no administrators (administrators.policy)');
    await newApp();
    expect((await asks('ada')).err).toBe('refused: email is not a mail address\n');
    expect((await sallyport.ask(['bootstrap'])).err).toContain('who? sallyport bootstrap EMAIL');
    expect((await asks(ADA, 'ben')).err).toContain("too many arguments, from 'ben'");
  });
});
