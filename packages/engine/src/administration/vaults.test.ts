import { instant } from '@sallyport/core';
import type { AccountId, EnvelopeRecord, Refusal } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { GONE, TENANT } from '../embedded.test-support.ts';
import {
  actOnBen,
  given,
  guardsOfRoot,
  type Office,
  office,
  recordOf,
  signsIn,
  somebody,
} from './office.test-support.ts';

const REASON = 'the owner lost every way in';
const NOT_FOUND = { refused: 'not-found' };
const NOT_PERMITTED = { refused: 'not-permitted' };
const MADE = instant(5_000);
const BY_KEY: EnvelopeRecord = { id: 'e1', kind: 'passkey', passkeyId: 'k1', createdAt: MADE, sealed: 'b25l' };
const OLDER: EnvelopeRecord = { id: 'e2', kind: 'emergency', kid: 'old', createdAt: MADE, sealed: 'dHdv' };
const NEWER: EnvelopeRecord = { id: 'e3', kind: 'emergency', kid: 'new', createdAt: MADE, sealed: 'dGhyZWU' };

/** Ben has a vault with these ways into it. */
async function kept({ world, ben }: Office, envelopes: readonly EnvelopeRecord[]): Promise<void> {
  const account = await recordOf(world, ben);
  await world.store.commit({
    ...{ tenant: TENANT, now: instant(world.now), guards: { account: { id: ben, version: account.version } } },
    account: { ...account, version: account.version + 1 },
    vault: { schema: 1, tenant: TENANT, accountId: ben, version: 1, keyId: 'key', envelopes },
    events: [],
  });
}

/** The administrator is the emergency-access account, and Ben has a vault with these ways into it. */
async function drill(envelopes: readonly EnvelopeRecord[] = [OLDER, BY_KEY, NEWER]): Promise<Office> {
  const on = await office({ vault: {} });
  await given(on.world, on.root.accountId, { emergency: true });
  await kept(on, envelopes);
  on.commits.length = 0;
  return on;
}

type Opened = { readonly kid?: string; readonly sealed: string } | Refusal | undefined;

const opens = async ({ world, root, ben }: Office, id: AccountId = ben): Promise<Opened> =>
  world.auth.vault.emergencyOpen(root, id, { reason: REASON });

describe('the ways into a vault, as an administrator sees them', () => {
  it('P21 are told without what is sealed, and without the key that it is sealed to', async () => {
    const { world, ben } = await drill();
    const found = await world.auth.vault.overview(TENANT, ben);
    expect(found).toStrictEqual({
      version: 1,
      envelopes: [
        { id: 'e2', kind: 'emergency', createdAt: MADE },
        { id: 'e1', kind: 'passkey', passkeyId: 'k1', createdAt: MADE },
        { id: 'e3', kind: 'emergency', createdAt: MADE },
      ],
    });
  });

  it('P21 are none where there is no vault, and nobody’s where there is no account', async () => {
    const { world, root } = await drill();
    expect(await world.auth.vault.overview(TENANT, root.accountId)).toEqual({ version: 0, envelopes: [] });
    expect(await world.auth.vault.overview(TENANT, GONE)).toEqual(NOT_FOUND);
  });
});

describe('the documented way back into a vault', () => {
  it('P21 hands the newest emergency envelope to the emergency account, with one event that the owner is told of', async () => {
    const on = await drill();
    const { world, ben, root, commits } = on;
    const { version } = await recordOf(world, ben);
    expect(await opens(on)).toStrictEqual({ kid: 'new', sealed: 'dGhyZWU' });
    const detail = { reason: REASON, envelope: 'e3', kid: 'new' };
    expect(commits).toEqual([
      {
        ...{ tenant: TENANT, now: instant(world.now) },
        guards: { ...(await guardsOfRoot(on)), account: { id: ben, version } },
        events: [actOnBen(on, 'vault.emergency-opened', root.accountId, { detail })],
      },
    ]);
  });

  it('P21 leads nowhere where there is no vault, or no such envelope in it', async () => {
    const on = await drill([BY_KEY]);
    expect(await opens(on)).toEqual(NOT_FOUND);
    expect(await opens(on, on.root.accountId)).toEqual(NOT_FOUND);
    expect(await opens(on, GONE)).toEqual(NOT_FOUND);
    expect(on.commits).toEqual([]);
  });

  it('P21 X16 is nobody else’s: not an administrator’s, nor an emergency account’s that administers nothing', async () => {
    const on = await drill([]);
    const { world, root, ben, commits } = on;
    await given(world, root.accountId, { emergency: undefined });
    await somebody(world, 'glass');
    const glass = await (await signsIn(world, 'glass@example.org')).session();
    await given(world, glass.accountId, { emergency: true });
    commits.length = 0;
    expect(await opens(on)).toEqual(NOT_PERMITTED);
    expect(await world.auth.vault.emergencyOpen(glass, ben, { reason: REASON })).toEqual(NOT_PERMITTED);
    expect(await opens(on, GONE)).toEqual(NOT_FOUND);
    await given(world, glass.accountId, { roles: ['admin'] });
    expect(await world.auth.vault.emergencyOpen(glass, root.accountId, { reason: REASON })).toEqual(NOT_PERMITTED);
    await kept(on, [NEWER]);
    for (const reason of ['', ' ', '\u200b'])
      expect(await world.auth.vault.emergencyOpen(glass, ben, { reason })).toMatchObject({
        refused: 'malformed-input',
      });
    expect(await world.auth.vault.emergencyOpen(glass, ben, { reason: REASON })).toMatchObject({ kid: 'new' });
  });

  it('P21 X17 hands out nothing that the log does not tell of: it is tried thirty times', async () => {
    const on = await drill();
    on.loses(99, 'account');
    expect(await opens(on)).toEqual({ refused: 'store-unavailable' });
    expect(on.commits).toHaveLength(30);
    on.commits.length = 0;
    on.loses(29, 'policy');
    expect(await opens(on)).toMatchObject({ kid: 'new' });
    expect(on.commits).toHaveLength(30);
  });

  it('P21 is refused where the emergency account is gone before it is looked at', async () => {
    const on = await drill();
    const { world, root } = on;
    await somebody(world, 'sue', ['super-admin']);
    const deletes = () => world.auth.people.delete({ accountId: root.accountId }, { by: hostCode('host') });
    // The vault's account is read first, then the actor's.
    on.beforeTheNext('readAccount', async () => on.beforeTheNext('readAccount', deletes));
    on.commits.length = 0;
    expect(await opens(on)).toEqual(NOT_PERMITTED);
    expect(on.commits).toMatchObject([{ deleteAccount: { id: root.accountId } }]);
  });

  it('P21 is refused where the session is ended first, and where the vault is gone by then', async () => {
    const on = await drill();
    const { world, ben } = on;
    on.beforeTheNext('commit', () => world.auth.people.delete({ accountId: ben }, { by: hostCode('host') }));
    expect(await opens(on)).toEqual(NOT_FOUND);
    const again = await drill();
    again.beforeTheNext('commit', () => again.world.auth.sessions.end(again.client.caller, again.root));
    expect(await opens(again)).toEqual({ refused: 'no-session' });
  });
});
