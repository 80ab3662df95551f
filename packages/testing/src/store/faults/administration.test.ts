import { describe, expect, it } from 'vitest';
import type { SignedIn, TestAccount } from '../../index.ts';
import { betweenAnyTwoCalls, inTrouble } from './in-trouble.test-support.ts';
import { ADMINISTRATORS, outcomeOf, sessionsOf, signsIn, TENANT, type World } from './journeys.test-support.ts';

interface Office {
  readonly admin: TestAccount;
  readonly session: SignedIn;
  readonly ada: TestAccount;
  readonly hers: SignedIn;
}
const office = async ({ accountWith, signIn }: World): Promise<Office> => {
  const admin = await accountWith({ roles: ['super-admin'], factors: ['email', 'passkey'] });
  const ada = await accountWith({ factors: ['email', 'totp'] });
  return { admin, session: await signIn(admin), ada, hers: await signIn(ada) };
};
const actorIn = async (world: World, { admin }: Office) => (await world.signIn(admin)).live('administrator');
const isAlive = async ({ auth }: World, { hers }: Office): Promise<boolean> =>
  !('refused' in (await auth.sessions.guard(hers.caller, { needs: 'session' })));

describe('administration, under every fault at every point', () => {
  it('X17 X18 a block: blocked and signed out, or neither', async () => {
    const reason = 'a lost laptop';
    const points = await inTrouble<Office>({
      ready: office,
      act: async ({ auth }, { session, ada }) =>
        auth.people.block({ accountId: ada.accountId }, { reason, by: await session.live('administrator') }),
      afterwards: async (world, ready) => {
        const isBlocked = (await outcomeOf(() => world.signIn(ready.ada))) === 'account-blocked';
        expect(await isAlive(world, ready)).toBe(!isBlocked);
      },
      again: async (world, ready) => {
        world.clock.advance('1m');
        const blocked = await world.auth.people.block(
          { accountId: ready.ada.accountId },
          { reason, by: await actorIn(world, ready) },
        );
        expect(blocked).toMatchObject({ status: 'blocked', sessions: 0 });
        expect(await outcomeOf(() => world.signIn(ready.ada))).toBe('account-blocked');
      },
    });
    expect(points).toBeGreaterThanOrEqual(16);
  });

  it('X17 X18 a reset of two-step verification: reset and signed out, or neither', async () => {
    const points = await inTrouble<Office>({
      ready: office,
      act: async ({ auth }, { session, ada }) =>
        auth.people.resetTwoStep({ accountId: ada.accountId }, { by: await session.live('administrator') }),
      afterwards: async (world, ready) => {
        const administered = await world.auth.people.find({ tenant: TENANT, accountId: ready.ada.accountId });
        expect(administered).toMatchObject({ factors: { totp: await isAlive(world, ready) } });
      },
      again: async (world, ready) => {
        const reset = await world.auth.people.resetTwoStep(
          { accountId: ready.ada.accountId },
          { by: await actorIn(world, ready) },
        );
        expect(reset).toMatchObject({ enrollmentCode: expect.any(String) });
        await (await world.signIn(ready.ada)).live();
      },
    });
    expect(points).toBeGreaterThanOrEqual(16);
  });

  it('X17 X18 a change of the policy: in force, or not, and never skipped', async () => {
    const tightened = { administrators: ADMINISTRATORS, requiredStrength: 'enhanced' } as const;
    const points = await inTrouble<Office>({
      ready: office,
      act: async ({ auth }, { session }) =>
        auth.policy.set(TENANT, tightened, {
          ifVersion: 1,
          by: await session.live('administrator'),
        }),
      again: async (world, ready) => {
        const { version } = await world.auth.policy.current(TENANT);
        const actor = await actorIn(world, ready);
        const input = { ifVersion: version, by: actor };
        expect(await world.auth.policy.set(TENANT, { ...tightened, recentProof: '20m' }, input)).toMatchObject({
          version: version + 1,
        });
        const { versions } = await world.auth.policy.versions(TENANT, {});
        expect(versions.map((one) => one.version)).toEqual(version === 2 ? [3, 2, 1] : [2, 1]);
        await (await world.signIn(ready.ada)).live();
      },
    });
    expect(points).toBeGreaterThanOrEqual(16);
  });
});

describe('between any two calls of a sign-in', () => {
  it('X17 X18 a block leaves nobody signed in', async () => {
    const points = await betweenAnyTwoCalls<Office>({
      ready: office,
      act: ({ signIn }, { ada }) => signIn(ada),
      meanwhile: async ({ auth }, { session, ada }) => {
        const actor = await session.live('administrator');
        const blocked = await auth.people.block({ accountId: ada.accountId }, { reason: 'a lost laptop', by: actor });
        expect(blocked).toMatchObject({ status: 'blocked' });
      },
      afterwards: async (world, ready, { outcome, granted }) => {
        expect(['account-blocked', 'flow-expired', 'flow-conflict']).toContain(outcome);
        expect(granted).toEqual([]);
        expect(await sessionsOf(world, ready.ada)).toBe(0);
        expect(await isAlive(world, ready)).toBe(false);
      },
    });
    expect(points).toBeGreaterThanOrEqual(4);
  });

  it('X17 X18 W5 a policy that is tightened judges what comes after it', async () => {
    const points = await betweenAnyTwoCalls<Office & { readonly eve: TestAccount }>({
      ready: async (world) => ({ ...(await office(world)), eve: await world.accountWith({ factors: ['email'] }) }),
      act: (world, { eve }) => signsIn(world, eve),
      meanwhile: async ({ auth }, { session }) => {
        const actor = await session.live('administrator');
        const policy = { administrators: ADMINISTRATORS, requiredStrength: 'enhanced' } as const;
        const put = auth.policy.set(actor.tenant, policy, { ifVersion: 1, by: actor });
        expect(await put).toMatchObject({ version: 2 });
      },
      afterwards: async (_, __, { outcome, granted }) => {
        expect(outcome).toBe('done');
        expect(granted.map(({ policyVersion, evidence }) => [policyVersion, evidence.at(-1)?.method])).toEqual([
          [2, 'totp'],
        ]);
      },
    });
    expect(points).toBeGreaterThanOrEqual(6);
  });
});
