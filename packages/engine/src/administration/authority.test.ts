import type { AccountId, LiveSession } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, TENANT } from '../embedded.test-support.ts';
import { given, type Office, office, recordOf, signsIn, somebody } from './office.test-support.ts';

const NOT_PERMITTED = { refused: 'not-permitted' };
const NO_SESSION = { refused: 'no-session' };

interface Ranks extends Office {
  readonly pia: LiveSession;
  readonly sue: AccountId;
  vouches(by: LiveSession, over: AccountId): Promise<unknown>;
  putsPolicy(by: LiveSession): Promise<unknown>;
}

/** An administrator of people, two of the policy, and Ben. */
async function ranks(): Promise<Ranks> {
  const on = await office();
  const { world } = on;
  await somebody(world, 'pia', ['admin']);
  const sue = await somebody(world, 'sue', ['super-admin']);
  const pia = await (await signsIn(world, 'pia@example.org')).session();
  on.commits.length = 0;
  return {
    ...{ ...on, pia, sue },
    vouches: (by, over) => world.auth.people.vouch({ accountId: over }, { by: by }),
    putsPolicy: (by) =>
      world.auth.policy.set(
        by.tenant,
        { administrators: ADMINISTRATORS, requiredStrength: 'single' },
        { ifVersion: 1, by: by },
      ),
  };
}

const CODE = { enrollmentCode: expect.any(String), expiresAt: expect.any(Number) };

describe('who may act on whom', () => {
  it('W4 an administrator of people on people, each other and themselves; not on the policy, nor on whom it is in the hands of', async () => {
    const { world, pia, ben, sue, vouches, putsPolicy } = await ranks();
    const paul = await somebody(world, 'paul', ['admin', 'reader']);
    const glass = await somebody(world, 'glass');
    await given(world, glass, { emergency: true });
    for (const whom of [ben, paul, pia.accountId]) expect(await vouches(pia, whom)).toEqual(CODE);
    for (const whom of [sue, glass]) expect(await vouches(pia, whom)).toEqual(NOT_PERMITTED);
    expect(await putsPolicy(pia)).toEqual(NOT_PERMITTED);
  });

  it('W4 a policy administrator on everybody, and the policy', async () => {
    const { world, root, pia, sue, ben, vouches, putsPolicy } = await ranks();
    await given(world, ben, { emergency: true });
    for (const whom of [ben, sue, pia.accountId, root.accountId]) expect(await vouches(root, whom)).toEqual(CODE);
    expect(await putsPolicy(root)).toMatchObject({ version: 2 });
  });

  it('W4 nobody who is none, any more', async () => {
    const { world, pia, ben, vouches } = await ranks();
    const before = await recordOf(world, ben);
    for (const roles of [[], ['reader']]) {
      await given(world, pia.accountId, { roles });
      expect(await vouches(pia, ben)).toEqual(NOT_PERMITTED);
    }
    await given(world, pia.accountId, { roles: ['reader', 'admin'] });
    expect(await recordOf(world, ben)).toEqual(before);
    expect(await vouches(pia, ben)).toEqual(CODE);
  });

  it('W4 X11 nobody who is gone or blocked, or whose session is over, whatever their roles are', async () => {
    const { world, pia, ben, vouches } = await ranks();
    const { roles, epoch } = await recordOf(world, pia.accountId);
    const block = { at: (await recordOf(world, ben)).createdAt, by: 'system', reason: 'left' };
    await given(world, pia.accountId, { block });
    expect(await vouches(pia, ben)).toEqual(NOT_PERMITTED);
    await given(world, pia.accountId, { block: undefined, epoch: epoch + 1, roles: [] });
    expect(await vouches(pia, ben)).toEqual(NO_SESSION);
    await given(world, pia.accountId, { epoch, roles });
    expect(await vouches(pia, ben)).toEqual(CODE);
    await world.auth.people.delete({ accountId: pia.accountId }, { by: hostCode('host') });
    expect(await vouches(pia, ben)).toEqual(NOT_PERMITTED);
  });

  it('W4 is judged by the policy in force, which another process may have changed', async () => {
    const { world, pia, ben, vouches } = await ranks();
    const document = { requiredStrength: 'single', administrators: { policy: ['super-admin'], people: ['keeper'] } };
    const { createdAt: changedAt } = await recordOf(world, ben);
    const policy = { tenant: TENANT, version: 2, document, changedAt, changedBy: 'system' };
    await world.store.commit({ tenant: TENANT, now: changedAt, guards: {}, policy, events: [] });
    expect(await vouches(pia, ben)).toEqual(NOT_PERMITTED);
  });

  it('W4 is what its commit is guarded by: the actor, their session, and the policy that names the roles', async () => {
    const { world, pia, ben, vouches, commits } = await ranks();
    await vouches(pia, ben);
    const { version } = await recordOf(world, pia.accountId);
    expect(commits.at(-1)?.guards).toEqual({
      actor: { accountId: pia.accountId, version, sessionId: pia.id },
      ...{ policy: 1, account: { id: ben, version: 1 } },
    });
  });
});
