import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { APPS, listens, Program } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';
import { totpCode } from '../support/totp.ts';

const [OFFICE, HOME] = ['10.0.0.7', '192.0.2.7'];

const POLICY = {
  administrators: { policy: ['super-admin'], people: [] },
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  onTighten: 'revoke',
  contexts: { outside: { requiredStrength: 'enhanced', recentProof: '5m', enrollment: { firstFactor: 'vouched' } } },
} as const;

async function world() {
  const shared = await sharedStore('memory');
  const auth = await shared.start({
    policy: POLICY,
    contextOf: ({ ip }) => (ip === OFFICE ? [] : ['outside']),
  });
  const url = await listens(APPS.express(auth));
  const ids: Record<string, string> = {};
  for (const [identifier, roles] of [
    ['root@example.org', ['super-admin']],
    ['dora@example.org', []],
  ] as const) {
    const made = await auth.people.create({ identifier, roles, password: PASSWORD, by: hostCode('test') });
    if (isRefusal(made)) throw new Error(made.refused);
    ids[identifier] = made.accountId;
  }
  const root = new Program(url);
  await root.asks(OFFICE, 'POST', '/auth/sign-in', { identifier: 'root@example.org', password: PASSWORD });
  const { body: pending } = await root.asks(OFFICE, 'POST', '/auth/enroll/totp', {});
  const secret = String(pending['secret']);
  await root.asks(OFFICE, 'POST', '/auth/enroll/totp/confirm', { code: totpCode(secret, shared.now) });
  shared.now += 60_000;
  const dora = new Program(url);
  await dora.asks(OFFICE, 'POST', '/auth/sign-in', { identifier: 'dora@example.org', password: PASSWORD });
  // At home a sign-in asks for both factors.
  const signsIn = async (): Promise<void> => {
    root.forgets();
    await root.asks(HOME, 'POST', '/auth/sign-in', { identifier: 'root@example.org', password: PASSWORD });
    await root.asks(HOME, 'POST', '/auth/sign-in/totp', { code: totpCode(secret, shared.now) });
    shared.now += 60_000;
  };
  return { shared, auth, root, dora, ids, signsIn };
}

describe('N17 the place of an administrator', () => {
  it.each([OFFICE, HOME])('ends no session of others, when the policy is saved from %s', async (from) => {
    const { auth, root, dora, signsIn } = await world();
    await signsIn();
    expect((await dora.asks(OFFICE, 'GET', '/me')).status).toBe(200);
    const current = await root.asks(from, 'GET', '/auth/admin/policy');
    expect(current.status).toBe(200);
    const policy = { ...Object(current.body['policy']), lockout: { maxFailures: 9 } };
    const saved = await root.asks(from, 'PUT', '/auth/admin/policy', { policy }, { 'if-match': current.etag ?? '' });
    expect(saved.status).toBe(200);
    await auth.runBackgroundWork();
    expect((await dora.asks(OFFICE, 'GET', '/me')).status).toBe(200);
  });

  it.each([OFFICE, HOME])('ends no session of a person whose roles are set from %s', async (from) => {
    const { auth, root, dora, ids, signsIn } = await world();
    await signsIn();
    const roles = `/auth/admin/accounts/${ids['dora@example.org']}/roles`;
    expect((await root.asks(from, 'PUT', roles, { roles: ['writer'] })).status).toBe(200);
    await auth.runBackgroundWork();
    expect((await dora.asks(OFFICE, 'GET', '/me')).status).toBe(200);
  });

  it('changes nothing in a preview', async () => {
    const { root, signsIn } = await world();
    const policy = { ...POLICY, recentProof: '10m', lockout: { maxFailures: 9 } };
    const previews: unknown[] = [];
    for (const from of [OFFICE, HOME]) {
      await signsIn();
      const { status, body } = await root.asks(from, 'POST', '/auth/admin/policy/preview', { policy });
      expect(status).toBe(200);
      previews.push(body);
    }
    expect(previews[1]).toEqual(previews[0]);
  });
});
