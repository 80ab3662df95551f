import type { EnvelopeInput, VaultRecord } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import type { SignedIn, TestAccount } from '../../index.ts';
import { inTrouble } from './in-trouble.test-support.ts';
import { TENANT, type World, worldOn } from './journeys.test-support.ts';

interface Home {
  readonly admin: TestAccount;
  readonly session: SignedIn;
  readonly ada: TestAccount;
  readonly hers: SignedIn;
  readonly passkeyId: string;
}

const SECRET: EnvelopeInput = { kind: 'secret', sealed: 'c2VjcmV0' };

/** Ada, whose vault has a passkey and a secret as envelopes, and an administrator. */
async function home(world: World): Promise<Home> {
  const { accountWith, signIn } = world;
  const admin = await accountWith({ roles: ['super-admin'], factors: ['email', 'passkey'] });
  const ada = await accountWith({ factors: ['email', 'passkey'] });
  const hers = await signIn(ada);
  const live = await hers.live('recent-proof');
  const passkeyId = world.auth.me(live).view().factors.passkeys[0]?.id ?? '';
  const envelopes = [SECRET, { kind: 'passkey', passkeyId, sealed: 'cGFzc2tleQ' } as const];
  const made = await world.auth.vault.replace(live, { keyId: 'first', envelopes, ifVersion: 0 });
  expect(made).toMatchObject({ version: 1 });
  return { admin, session: await signIn(admin), ada, hers, passkeyId };
}

async function seen(
  world: World,
  { ada }: Home,
): Promise<{ passkeys: number; ways: readonly VaultRecord['envelopes'][number]['kind'][]; version: number }> {
  const account = await world.auth.people.find({ tenant: TENANT, accountId: ada.accountId });
  const vault = await world.auth.vault.overview(TENANT, ada.accountId);
  if (account === undefined || 'refused' in vault) throw new Error('ada is gone');
  const ways = vault.envelopes.map(({ kind }) => kind);
  return { passkeys: account.factors.passkeys.length, ways, version: vault.version };
}

const WHOLE = { passkeys: 1, ways: ['secret', 'passkey'], version: 1 };
const WITHOUT = { passkeys: 0, ways: ['secret'], version: 2 };

describe('a vault, under every fault at every point', () => {
  it('P21 X17 X18 an administrator removes the passkey: passkey and envelope are gone, or neither', async () => {
    const points = await inTrouble<Home>({
      ready: home,
      act: async ({ auth }, { session, ada, passkeyId }) =>
        auth.people.revokePasskey(
          { accountId: ada.accountId },
          { passkeyId: passkeyId, by: await session.live('administrator') },
        ),
      afterwards: async (world, ready) => expect([WHOLE, WITHOUT]).toContainEqual(await seen(world, ready)),
      again: async (world, ready) => {
        const actor = await (await world.signIn(ready.admin)).live('administrator');
        const { passkeys } = await seen(world, ready);
        const revoked = await world.auth.people.revokePasskey(
          { accountId: ready.ada.accountId },
          { passkeyId: ready.passkeyId, by: actor },
        );
        expect(revoked).toMatchObject(passkeys === 0 ? { refused: 'not-found' } : { factors: { passkeys: [] } });
        expect(await seen(world, ready)).toEqual(WITHOUT);
      },
    });
    expect(points).toBeGreaterThanOrEqual(16);
  });

  it('P21 X17 X18 its owner replaces the key: at the next version with all of it, or as it was', async () => {
    const replaced = { passkeys: 1, ways: ['secret', 'emergency'], version: 2 };
    const envelopes = [SECRET, { kind: 'emergency', sealed: 'ZW1lcmdlbmN5' } as const];
    const points = await inTrouble<Home>({
      ready: home,
      act: async (world, { hers }) =>
        world.auth.vault.replace(await hers.live('recent-proof'), { keyId: 'second', envelopes, ifVersion: 1 }),
      afterwards: async (world, ready) => expect([WHOLE, replaced]).toContainEqual(await seen(world, ready)),
      again: async (world, ready) => {
        const live = await (await world.signIn(ready.ada)).live('recent-proof');
        const again = await world.auth.vault.replace(live, { keyId: 'second', envelopes, ifVersion: 1 });
        expect([{ refused: 'precondition-failed' }, expect.objectContaining({ version: 2 })]).toContainEqual(again);
        expect(await seen(world, ready)).toEqual(replaced);
      },
    });
    expect(points).toBeGreaterThanOrEqual(12);
  });
});

describe('the emergency envelope', () => {
  it('P21 is handed out to an emergency account alone, whatever a host asked of its session before', async () => {
    const world = await worldOn(memoryStore(), {});
    const { session, ada, hers } = await home(world);
    const live = await hers.live('recent-proof');
    await world.auth.vault.addEnvelope(live, { kind: 'emergency', sealed: 'ZW1lcmdlbmN5', ifVersion: 1 });
    const glass = await world.accountWith({ roles: ['admin'], emergency: true, factors: ['email', 'totp'] });
    const reason = { reason: 'everything burnt' };
    const ordinary = await session.live('administrator');
    expect(await world.auth.vault.emergencyOpen(ordinary, ada.accountId, reason)).toEqual({ refused: 'not-permitted' });
    const opener = await (await world.signIn(glass)).live('administrator');
    const opened = await world.auth.vault.emergencyOpen(opener, ada.accountId, reason);
    expect(opened).toEqual({ sealed: 'ZW1lcmdlbmN5' });
    await world.close();
  });
});
