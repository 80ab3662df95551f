import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { passkey } from '../accounts/own-account.test-support.ts';
import { byPasskey, EMERGENCY, SECRET, type VaultOwner, vaultOwner } from '../accounts/own-vault.test-support.ts';
import { TENANT } from '../embedded.test-support.ts';

/** Of an envelope that went: what the log has of it. */
const removed = ({ world, accountId }: VaultOwner, actor: unknown, detail: object) => ({
  tenant: TENANT,
  id: expect.any(String),
  at: world.now,
  type: 'vault.envelope-removed',
  accountId,
  actor,
  detail,
});

describe('an envelope that a passkey opens', () => {
  it('P21 goes with its passkey, in the same commit, and the other ways stay', async () => {
    const dora = await vaultOwner();
    await dora.puts([byPasskey('key'), SECRET, byPasskey('phone'), EMERGENCY]);
    const [before, phone] = [await dora.kept(), await dora.envelope(2)];
    await dora.events();
    const commits = dora.commits.length;
    await dora.world.auth.me(await dora.session()).removePasskey('phone');
    expect(dora.commits.length - commits).toBe(1);
    const envelopes = before?.envelopes.filter(({ id }) => id !== phone.id);
    expect(await dora.kept()).toEqual({ ...before, version: 2, envelopes });
    const [revoked, ...others] = await dora.events();
    expect(revoked?.type).toBe('passkey.revoked');
    const detail = { envelope: phone.id, kind: 'passkey', passkey: 'phone' };
    expect(others).toEqual([removed(dora, dora.accountId, detail)]);
  });

  it('P21, X25 goes with each of the passkeys that the host resets, and its event names the host as well', async () => {
    const dora = await vaultOwner();
    await dora.puts([byPasskey('key'), SECRET, byPasskey('phone')]);
    const [key, secret, phone] = [await dora.envelope(0), await dora.envelope(1), await dora.envelope(2)];
    await dora.events();
    await dora.world.auth.people.resetPasskeys({ accountId: dora.accountId }, { by: hostCode('host') });
    expect(await dora.kept()).toMatchObject({ version: 2, envelopes: [secret] });
    const events = (await dora.events()).filter(({ type }) => type === 'vault.envelope-removed');
    expect(events).toEqual([
      removed(dora, { kind: 'host', id: 'host' }, { envelope: key.id, kind: 'passkey', passkey: 'key' }),
      removed(dora, { kind: 'host', id: 'host' }, { envelope: phone.id, kind: 'passkey', passkey: 'phone' }),
    ]);
    await dora.world.auth.runBackgroundWork();
    const told = dora.world.notices.filter(({ event }) => event.type === 'vault.envelope-removed');
    expect(told).toHaveLength(2);
  });
});

describe('a vault', () => {
  it('P21 stays as it is where a passkey goes that opens nothing', async () => {
    const dora = await vaultOwner();
    await dora.puts([SECRET, byPasskey('key')]);
    const before = await dora.kept();
    await dora.events();
    await dora.world.auth.me(await dora.session()).removePasskey('phone');
    expect(await dora.kept()).toEqual(before);
    expect((await dora.events()).map(({ type }) => type)).toEqual(['passkey.revoked']);
  });

  it('P21 is not made by a passkey that goes', async () => {
    const dora = await vaultOwner();
    await dora.world.auth.me(await dora.session()).removePasskey('phone');
    expect((await dora.account()).passkeys).toEqual([passkey('key')]);
    expect(await dora.kept()).toBeUndefined();
    expect((await dora.events()).map(({ type }) => type)).toEqual(['passkey.revoked']);
  });

  it('P21 is read for a change that takes a passkey away, and for no other', async () => {
    const dora = await vaultOwner();
    const { me } = dora.world.auth;
    await me(await dora.session()).renamePasskey('phone', 'My phone');
    await me(await dora.session()).newBackupCodes();
    expect(dora.asked.vaults).toBe(0);
    await me(await dora.session()).removePasskey('phone');
    expect(dora.asked.vaults).toBe(1);
  });
});
