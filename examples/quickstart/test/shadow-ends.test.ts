import { hostCode, type Mail, type PolicyInput, type SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { sharedStore } from './support/embedded.ts';
import { APPS, listens, Program } from './support/guarded-apps.ts';
import { PASSWORD } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const FROM = '192.0.2.7';
const by = hostCode('test');
const POLICY: PolicyInput<string> = {
  administrators: { policy: ['boss'] },
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
};
const STAFF: PolicyInput<string> = { ...POLICY, roles: { staff: { requiredStrength: 'enhanced' } } };
const ELSEWHERE: PolicyInput<string> = { ...POLICY, contexts: { outside: { requiredStrength: 'enhanced' } } };

async function world(options: Partial<SallyportOptions<string>> = {}) {
  const shared = await sharedStore('memory');
  const mails: Mail[] = [];
  const auth = await shared.start({
    policy: POLICY,
    policySource: 'store',
    sendMail: (mail: Mail) => void mails.push(mail),
    ...options,
  });
  const seat = async (to: typeof auth, name: string, make: boolean) => {
    const program = new Program(await listens(APPS.express(to)));
    const asks = (line: string, body?: object, headers?: object) =>
      program.asks(FROM, line.split(' ')[0] as string, `/auth${line.split(' ')[1]}`, body, headers);
    const identifier = `${name}@example.org`;
    if (make) await auth.people.create({ identifier, email: identifier, password: PASSWORD, roles: ['boss'], by });
    await asks('POST /sign-in', { identifier, password: PASSWORD });
    await asks('POST /step-up', { strength: 'enhanced' });
    if (make) {
      const { body } = await asks('POST /enroll/totp', {});
      await asks('POST /enroll/totp/confirm', { code: totpCode(String(body['secret']), shared.now) });
      return { asks, secret: String(body['secret']) };
    }
    return { asks, secret: '' };
  };
  const events = async (asks: (line: string) => ReturnType<Program['asks']>) => {
    const { body } = await asks('GET /admin/events');
    const seen: readonly {
      readonly type: string;
      readonly detail?: { readonly version?: number; readonly note?: string };
    }[] = Object(body)['events'];
    return seen
      .filter(({ type }) => type.startsWith('policy.'))
      .map(({ type, detail }) => [type, detail?.version, detail?.note]);
  };
  return { shared, auth, seat, events };
}

describe('N18 the end of a run in the shadow', () => {
  it('a run that somebody else begins ends the run before it: the log says so', async () => {
    const { shared, auth, seat, events } = await world();
    const ada = await seat(auth, 'ada', true);
    const ben = await seat(auth, 'ben', true);
    const match = async () => ({ 'if-match': `"${(await auth.policy.current('default')).version}"` });
    shared.now += 1000;
    expect(
      (await ada.asks('PUT /admin/policy/shadow', { policy: STAFF, note: 'ada: for two weeks' }, await match())).status,
    ).toBe(200);
    shared.now += 1000;
    await auth.people.create({ identifier: 'eve@example.org', password: PASSWORD, roles: ['staff'], by });
    const eve = new Program(await listens(APPS.express(auth)));
    await eve.asks(FROM, 'POST', '/auth/sign-in', { identifier: 'eve@example.org', password: PASSWORD });
    await auth.runBackgroundWork();
    expect((await ada.asks('GET /admin/policy/shadow')).body).toMatchObject({ askedForMore: 1 });
    shared.now += 1000;
    const replaced = await ben.asks(
      'PUT /admin/policy/shadow',
      { policy: { ...POLICY, roles: { staff: { methods: ['password'] } } } },
      await match(),
    );
    expect(replaced.status).toBe(200);
    expect(await events(ada.asks)).toContainEqual(['policy.shadow-ended', expect.anything(), undefined]);
  });

  it('a saved policy ends a run whose draft does not fit any more: the log says so', async () => {
    const { shared, auth, seat, events } = await world({ contextOf: () => [] });
    const ada = await seat(auth, 'ada', true);
    const match = async () => ({ 'if-match': `"${(await auth.policy.current('default')).version}"` });
    expect((await ada.asks('PUT /admin/policy/shadow', { policy: ELSEWHERE, note: 'n' }, await match())).status).toBe(
      200,
    );
    shared.now += 60_000;
    const second = await shared.start({ policy: POLICY, policySource: 'store' });
    const url = await listens(APPS.express(second));
    const program = new Program(url);
    const asks = (line: string, body?: object, headers?: object) =>
      program.asks(FROM, line.split(' ')[0] as string, `/auth${line.split(' ')[1]}`, body, headers);
    await asks('POST /sign-in', { identifier: 'ada@example.org', password: PASSWORD });
    await asks('POST /step-up', { strength: 'enhanced' });
    expect((await asks('POST /sign-in/totp', { code: totpCode(ada.secret, shared.now) })).status).toBe(200);
    const report = await asks('GET /admin/policy/shadow');
    expect(report.body).toMatchObject({ isJudged: false });
    const saved = await asks('PUT /admin/policy', { policy: STAFF }, await match());
    expect(saved.status).toBe(200);
    expect((await asks('GET /admin/policy/shadow')).status).toBe(404);
    expect((await events(asks)).map(([type]) => type)).toContain('policy.shadow-ended');
  });

  it('a context that the draft alone has is told on purpose: the log does not say to tell it no more', async () => {
    const { shared, auth, seat } = await world({
      policy: { ...POLICY, contexts: { night: { recentProof: '5m' } } },
      contextOf: () => ['outside'],
    });
    const ada = await seat(auth, 'ada', true);
    shared.logged.length = 0;
    const match = { 'if-match': `"${(await auth.policy.current('default')).version}"` };
    expect(
      (
        await ada.asks(
          'PUT /admin/policy/shadow',
          { policy: { ...ELSEWHERE, contexts: { ...ELSEWHERE.contexts, night: { recentProof: '5m' } } } },
          match,
        )
      ).status,
    ).toBe(200);
    // A process that starts anew while the draft runs.
    const second = await shared.start({
      policy: { ...POLICY, contexts: { night: { recentProof: '5m' } } },
      policySource: 'store',
      contextOf: () => ['outside'],
    });
    const program = new Program(await listens(APPS.express(second)));
    await program.asks(FROM, 'POST', '/auth/sign-in', { identifier: 'ada@example.org', password: PASSWORD });
    expect(shared.logged.filter(({ details }) => details?.['code'] === 'unknown-context')).toEqual([]);
  });
});
