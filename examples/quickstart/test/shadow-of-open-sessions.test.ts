import { hostCode, type Mail, type PolicyInput, type SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { sharedStore } from './support/embedded.ts';
import { APPS, listens, Program } from './support/guarded-apps.ts';
import { PASSWORD } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const FROM = '192.0.2.7';
const by = hostCode('test');
const WEAK: PolicyInput<string> = {
  administrators: { policy: ['boss'] },
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
};
const STRONG: PolicyInput<string> = { ...WEAK, requiredStrength: 'enhanced' };

async function world(policy: PolicyInput<string>, options: Partial<SallyportOptions<string>> = {}) {
  const shared = await sharedStore('memory');
  const mails: Mail[] = [];
  const auth = await shared.start({
    policy,
    policySource: 'store',
    sendMail: (mail: Mail) => void mails.push(mail),
    ...options,
  });
  const url = await listens(APPS.express(auth));
  const seat = async (name: string, roles: string[] = []) => {
    const program = new Program(url);
    const asks = (line: string, body?: object, headers?: object): ReturnType<Program['asks']> => {
      const [verb = '', path = ''] = line.split(' ');
      return program.asks(FROM, verb, path === '/me' ? path : `/auth${path}`, body, headers);
    };
    const identifier = `${name}@example.org`;
    await auth.people.create({ identifier, password: PASSWORD, roles, by });
    await asks('POST /sign-in', { identifier, password: PASSWORD });
    return asks;
  };
  const boss = await seat('boss', ['boss']);
  await boss('POST /step-up', { strength: 'enhanced' });
  const { body } = await boss('POST /enroll/totp', {});
  await boss('POST /enroll/totp/confirm', { code: totpCode(String(body['secret']), shared.now) });
  const match = async () => ({ 'if-match': `"${(await auth.policy.current('default')).version}"` });
  const puts = async (path: string, one: PolicyInput<string>) => {
    const reply = await boss(`PUT ${path}`, { policy: one }, await match());
    expect(reply.status).toBe(200);
    shared.now += 1000;
  };
  const report = async () => {
    await auth.runBackgroundWork();
    const { body } = await boss('GET /admin/policy/shadow');
    return body;
  };
  return { shared, auth, seat, puts, report, boss, match };
}

describe('N18 whether open sessions would still hold under the draft', () => {
  it.each(['revoke', 'next-request', 'step-up'] as const)(
    'a draft with onTighten %s is said to stop the sessions that it stops, also those that fall short of the policy in force already',
    async (onTighten) => {
      const { seat, puts, report } = await world(WEAK);
      const ada = await seat('ada');
      // The tightening of last week: open sessions go on (onTighten: next-sign-in, the default).
      await puts('/admin/policy', STRONG);
      expect((await ada('GET /me')).status).toBe(200);
      await puts('/admin/policy/shadow', { ...STRONG, onTighten });
      expect((await ada('GET /me')).status).toBe(200);
      const told = await report();
      await puts('/admin/policy', { ...STRONG, onTighten });
      const then = await ada('GET /me');
      expect(then.status).toBe(401);
      expect(told).toMatchObject({ askedForMore: 1 });
    },
  );

  it('a draft with a grace longer than every session is not said to ask for more while signed in', async () => {
    const { shared, seat, puts, report } = await world({ ...WEAK, session: { absolute: '8h', idle: '8h' } });
    const ada = await seat('ada');
    const draft = {
      ...STRONG,
      session: { absolute: '8h', idle: '8h' },
      onTighten: { after: '30d', then: 'revoke' },
    } as const;
    await puts('/admin/policy/shadow', draft);
    expect((await ada('GET /me')).status).toBe(200);
    const told = await report();
    await puts('/admin/policy', draft);
    shared.now += 7 * 3_600_000;
    const then = await ada('GET /me');
    expect(then.status).toBe(200);
    expect(told).toMatchObject({ askedForMore: 0 });
  });

  it('a draft that would end the session is not said to let the person off', async () => {
    const { seat, puts, report } = await world(
      { ...WEAK, contexts: { outside: { requiredStrength: 'baseline' } } },
      { contextOf: ({ headers }) => (headers['x-ctx'] === undefined ? [] : ['outside']) },
    );
    const ada = await seat('ada');
    const outside = { 'x-ctx': '1' };
    expect((await ada('GET /me', undefined, outside)).body).toMatchObject({
      code: 'insufficient-strength',
      demand: { strengths: ['baseline'] },
    });
    const draft = { ...STRONG, contexts: { outside: {} }, onTighten: 'step-up' } as const;
    await puts('/admin/policy/shadow', draft);
    expect((await ada('GET /me', undefined, outside)).status).toBe(401);
    const told = await report();
    await puts('/admin/policy', draft);
    const then = await ada('GET /me', undefined, outside);
    expect(then).toMatchObject({ status: 401, body: { demand: { strengths: ['enhanced'] } } });
    expect(told).toMatchObject({ letOff: 0 });
  });
});
