import { type EnvelopeInput, hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { byPasskey, EMERGENCY, SECRET, type VaultOwner, vaultOwner } from '../../accounts/own-vault.test-support.ts';
import { TENANT } from '../../embedded.test-support.ts';

/** Puts a way into the vault in the session of a thief, who proves nothing but what Pia set up. */
async function plants(dora: VaultOwner, envelope: EnvelopeInput, ifVersion: number): Promise<unknown> {
  const { store, auth } = dora.world;
  const { id } = await dora.session();
  const now = forAdapters(auth).now();
  const record = (await store.listSessions(TENANT, dora.accountId, now)).find((one) => one.id === id);
  if (record === undefined) throw new Error('there is no session');
  const { version } = record;
  const evidence = record.evidence.map((proof) => ({ ...proof, setUpBy: 'pia' }));
  const session = { ...record, version: version + 1, evidence };
  await store.commit({ tenant: TENANT, now, guards: { session: { id, version } }, session, events: [] });
  const planted = await dora.vault.addEnvelope(await dora.client.session(), { ...envelope, ifVersion });
  return isRefusal(planted) ? planted.refused : 'done';
}

const promotes = ({ world, accountId }: VaultOwner) =>
  world.auth.people.setRoles({ accountId }, { roles: ['admin'], force: true, by: hostCode('host') });

describe('a way into a vault that somebody else made', () => {
  it("N15 P21 goes with a role of administration, in the commit of the role, and the owner's ways stay", async () => {
    const dora = await vaultOwner();
    await dora.puts([byPasskey('key'), EMERGENCY]);
    expect(await plants(dora, SECRET, 1)).toBe('done');
    const planted = await dora.envelope(2);
    expect(planted).toMatchObject({ kind: 'secret', setUpBy: 'pia' });
    const [before, commits] = [await dora.kept(), dora.commits.length];
    await dora.events();
    expect(isRefusal(await promotes(dora))).toBe(false);
    expect(dora.commits.length - commits).toBe(1);
    const envelopes = before?.envelopes.filter(({ id }) => id !== planted.id);
    expect(await dora.kept()).toEqual({ ...before, version: 3, envelopes });
    expect((await dora.events()).map(({ type, detail }) => [type, detail?.['envelope']])).toEqual([
      ['account.roles-changed', undefined],
      ['vault.envelope-removed', planted.id],
    ]);
    expect((await dora.account()).vaultOfOthers).toBeUndefined();
  });

  it('N15 P21 is not made while the account administers already', async () => {
    const dora = await vaultOwner();
    await dora.puts([byPasskey('key'), EMERGENCY]);
    // A new policy named a role of the account, which nothing has been written of since.
    const { email } = await dora.account();
    await dora.has({ roles: ['admin'], email: email && { ...email, setUpBy: 'pia' } });
    expect(await plants(dora, SECRET, 1)).toBe('no-session');
    expect((await dora.kept())?.version).toBe(1);
  });

  it('N15 P21 stays with other roles, and is shown without its maker', async () => {
    const dora = await vaultOwner();
    await dora.puts([byPasskey('key'), EMERGENCY]);
    expect(await plants(dora, SECRET, 1)).toBe('done');
    await dora.world.auth.people.setRoles({ accountId: dora.accountId }, { roles: ['reader'], by: hostCode('host') });
    expect((await dora.kept())?.envelopes).toHaveLength(3);
    const seen = await dora.vault.view(await dora.session());
    expect(JSON.stringify(seen)).not.toContain('"pia"');
  });

  it("N15 P21 is nobody's any more once the owner replaces the vault", async () => {
    const dora = await vaultOwner();
    await dora.puts([byPasskey('key'), EMERGENCY]);
    expect(await plants(dora, SECRET, 1)).toBe('done');
    expect((await dora.account()).vaultOfOthers).toEqual(['pia']);
    await dora.puts([byPasskey('key'), SECRET], 2);
    const replaced = await dora.kept();
    expect(replaced).toMatchObject({ version: 3, envelopes: [{ kind: 'passkey' }, { kind: 'secret' }] });
    await promotes(dora);
    expect(await dora.kept()).toEqual(replaced);
  });
});
