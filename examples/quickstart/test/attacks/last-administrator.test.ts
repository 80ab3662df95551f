import type { Store } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Administration } from '../support/administration.ts';
import type { Reply } from '../support/client.ts';
import { asksToEnroll, complete, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, type Quickstart, quickstartForThisTest } from '../support/quickstart.ts';
import { followsResetLink, receivesResetToken } from '../support/recovery.ts';

const STRANDS = problem(409, 'policy-strands-administrators');
const VOUCHED = { enrollment: { firstFactor: 'vouched' } } as const;

/** A new person with this role, and with a recent proof of an authenticator app. */
async function withApp(app: Quickstart, role: string): Promise<Administration> {
  return setsUpApp(await app.newcomer(role));
}

async function setsUpApp(person: Person): Promise<Administration> {
  await person.proves('password', 'email-code');
  expect((await person.enrollsTotp()).status).toBe(200);
  expect(await person.proves('password', 'totp')).toMatchObject(complete('enhanced'));
  return new Administration(person);
}

describe('the last policy administrator', () => {
  it('W4 keeps what administration takes, where a sign-in takes less and nobody could open the set-up of more', async () => {
    const app = await quickstartForThisTest({ policy: {} });
    const ada = await app.admin();
    expect((await ada.putsPolicy(VOUCHED)).status).toBe(200);
    expect(await ada.person.client.delete('/account/totp')).toMatchObject(STRANDS);
    expect((await ada.person.client.get('/admin/policy')).status).toBe(200);
  });

  it('W4 is not one who could sign in and not administer: the other one stays', async () => {
    const app = await quickstartForThisTest({ policy: {} });
    const eve = await withApp(app, 'super-admin');
    const ada = await app.admin();
    expect((await ada.putsPolicy(VOUCHED)).status).toBe(200);
    expect((await ada.person.client.delete('/account/totp')).status).toBe(200);
    expect(await eve.person.client.delete('/account')).toMatchObject(STRANDS);
    expect(await ada.person.elsewhere().proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });

  it('W4 is not one whose only way in is a code that another has, and that ends within a day', async () => {
    const app = await quickstartForThisTest();
    const eve = await withApp(app, 'super-admin');
    const ada = await app.admin();
    expect((await ada.putsPolicy({ ...FIRST_POLICY, ...VOUCHED })).status).toBe(200);
    await Promise.all([ada.idOf(eve.person), eve.idOf(ada.person)]);
    expect((await eve.does('reset-two-step', ada.person)).status).toBe(200);
    for (const reply of [
      await eve.person.client.delete('/account'),
      await eve.sets('roles', eve.person, []),
      await eve.does('reset-two-step', eve.person),
    ])
      expect(reply).toMatchObject(STRANDS);
  });

  it('W4 N12 keeps the password, where one that a mailbox sets would never open the set-up of what administration takes', async () => {
    const app = await quickstartForThisTest();
    const ada = app.person('ada@example.org');
    const token = await receivesResetToken(app, ada);
    expect(await followsResetLink(ada, token, 'an entirely new pass phrase')).toMatchObject(STRANDS);
    expect(await ada.proves('password', 'email-code')).toMatchObject(asksToEnroll);
    await ada.enrollsTotp();
    expect((await ada.client.get('/admin/policy')).status).toBe(200);
  });

  it('W4 N5 is still there when the policy that hands over to them is saved', async () => {
    let held: (() => void) | undefined;
    let holds = false;
    const aroundStore = (store: Store): Store =>
      Object.assign(Object.create(store), {
        commit: async (change: Parameters<Store['commit']>[0]) => {
          if (holds && change.policy !== undefined) await new Promise<void>((go) => (held = go));
          return store.commit(change);
        },
      });
    const policy = { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } } as const;
    const app = await quickstartForThisTest({ policy, aroundStore });
    const pia = await withApp(app, 'admin');
    // No administrator set up a factor of the heir's account, so the heir keeps every factor.
    const dora = app.person('dora@example.org');
    expect((await (await app.admin()).sets('roles', dora, ['root'])).status).toBe(200);
    const heir = await setsUpApp(dora);
    const ada = await app.admin();
    await pia.idOf(heir.person);
    holds = true;
    const saved: Promise<Reply> = ada.putsPolicy({ ...policy, administrators: { policy: ['root'] } });
    await expect.poll(() => held).toBeDefined();
    holds = false;
    expect((await pia.deletes(heir.person)).status).toBe(200);
    held?.();
    expect(await saved).toMatchObject(STRANDS);
    expect((await ada.person.client.get('/admin/policy/versions')).status).toBe(200);
  });

  it('W4 N15 is not one who loses with the new policy what an administrator set up', async () => {
    const app = await quickstartForThisTest();
    await withApp(app, 'root');
    const ada = await app.admin();
    expect(await ada.putsPolicy({ administrators: { policy: ['root'] } })).toMatchObject(STRANDS);
  });
});
