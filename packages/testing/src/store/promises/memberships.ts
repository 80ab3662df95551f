import assert from 'node:assert/strict';
import type { Commit, CommitGuards } from '@sallyport/engine';
import { found, join, type OrganisedScene, organised, remove } from '../organised.ts';
import { accountId, NOW, sampleAccount, sampleMembership, sampleOrganisation } from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, refuse, tally, tryWrite, write } from '../scene.ts';

const cleo = accountId('cleo');
const MOST = 1_000;

/** Guards memberships of `o1`, by account. */
function guarded(versions: Readonly<Record<string, number>>): CommitGuards {
  const memberships = Object.entries(versions).map(([account, version]) => {
    return { organisation: 'o1', accountId: accountId(account), version };
  });
  return { memberships };
}

function leaving(account: string, organisation = 'o1'): Partial<Commit> {
  return { removeMembership: { organisation, accountId: accountId(account) } };
}

async function cleoAndOthers(scene: OrganisedScene): Promise<void> {
  await addAccounts(scene, ...['cleo', 'dora', 'emil'].map((name) => sampleAccount(scene.tenant, name)));
  await found(scene, 'o1', 'o2');
}

async function membersOf({ store, tenant }: OrganisedScene, organisation = 'o1'): Promise<readonly string[]> {
  return (await store.listMemberships(tenant, organisation, { limit: 100 })).items.map((one) => one.accountId);
}

/** Cleo becomes a member of this many new organisations. */
async function joinMany(scene: OrganisedScene, number: number): Promise<void> {
  for (let turn = 0; turn < number; turn++) {
    const organisation = sampleOrganisation(scene.tenant, `m${turn}`);
    await write(scene, { organisation, membership: sampleMembership(scene.tenant, organisation.id, 'cleo') });
  }
}

export const memberships: Chapter = {
  title: 'a membership is of an account and an organisation',
  promises: {
    'a membership comes back as it was written, moves on from its version, and is removed': organised(async (scene) => {
      const { store, tenant } = scene;
      await cleoAndOthers(scene);
      const first = sampleMembership(tenant, 'o1', 'cleo', { version: NOW, roles: ['owner', 'finance', 'é'] });
      await write(scene, { membership: first });
      assert.deepEqual(await store.readMembership(tenant, 'o1', cleo), first);
      assert.equal(await store.readMembership(tenant, 'o1', accountId('dora')), undefined);
      assert.equal(await store.readMembership(tenant, 'o2', cleo), undefined);
      const next = { ...first, version: NOW + 1, roles: [] };
      await refuse(
        scene,
        { guards: guarded({ cleo: NOW + 1 }), membership: { ...next, version: NOW + 2 } },
        'membership',
      );
      await refuse(scene, { membership: next }, 'membership');
      await write(scene, { guards: guarded({ cleo: NOW }), membership: next });
      assert.deepEqual(await store.readMembership(tenant, 'o1', cleo), next);
      await refuse(scene, { guards: guarded({ cleo: NOW }), ...leaving('cleo') }, 'membership');
      await write(scene, { guards: guarded({ cleo: NOW + 1 }), ...leaving('cleo') });
      assert.equal(await store.readMembership(tenant, 'o1', cleo), undefined);
      await write(scene, leaving('cleo'));
      await join(scene, 'o1', 'cleo');
      assert.deepEqual(await membersOf(scene), ['cleo']);
    }),
    'of 20 first memberships of an account at once, one is written': organised(async (scene) => {
      await cleoAndOthers(scene);
      const results = await atOnce(20, (turn) =>
        tryWrite(scene, { membership: sampleMembership(scene.tenant, 'o1', 'cleo', { roles: [`role-${turn}`] }) }),
      );
      assert.deepEqual(tally(results), { committed: 1, membership: 19 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.deepEqual((await scene.store.readMembership(scene.tenant, 'o1', cleo))?.roles, [`role-${winner}`]);
    }),
    'of 20 changes of a membership at once, one is written': organised(async (scene) => {
      await cleoAndOthers(scene);
      await join(scene, 'o1', 'cleo');
      const results = await atOnce(20, (turn) => {
        const membership = sampleMembership(scene.tenant, 'o1', 'cleo', { version: 2, roles: [`role-${turn}`] });
        return tryWrite(scene, { guards: guarded({ cleo: 1 }), ...(turn < 10 ? { membership } : leaving('cleo')) });
      });
      assert.deepEqual(tally(results), { committed: 1, membership: 19 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      const roles = winner < 10 ? [`role-${winner}`] : undefined;
      assert.deepEqual((await scene.store.readMembership(scene.tenant, 'o1', cleo))?.roles, roles);
    }),
    'a membership needs its account and its organisation, stored or in the same change': organised(async (scene) => {
      const { store, tenant } = scene;
      await cleoAndOthers(scene);
      await refuse(scene, { membership: sampleMembership(tenant, 'o1', 'nobody') }, 'account');
      await refuse(scene, { membership: sampleMembership(tenant, 'o3', 'cleo') }, 'organisation');
      await write(scene, {
        organisation: sampleOrganisation(tenant, 'o3'),
        membership: sampleMembership(tenant, 'o3', 'cleo'),
      });
      await write(scene, {
        account: sampleAccount(tenant, 'finn'),
        membership: sampleMembership(tenant, 'o3', 'finn'),
      });
      await write(scene, {
        account: sampleAccount(tenant, 'gerd'),
        organisation: sampleOrganisation(tenant, 'o4'),
        membership: sampleMembership(tenant, 'o4', 'gerd'),
      });
      await write(scene, {
        guards: { account: { id: cleo, version: 1 }, organisation: { id: 'o1', version: 1 } },
        account: sampleAccount(tenant, 'cleo', { version: 2 }),
        membership: sampleMembership(tenant, 'o1', 'cleo'),
      });
      assert.deepEqual(await membersOf(scene, 'o3'), ['cleo', 'finn']);
      assert.deepEqual(await membersOf(scene, 'o4'), ['gerd']);
      assert.equal((await store.listMembershipsOf(tenant, cleo)).length, 2);
      await refuse(
        scene,
        { guards: { organisation: { id: 'o1', version: 2 } }, membership: sampleMembership(tenant, 'o1', 'dora') },
        'organisation',
      );
      assert.deepEqual(await membersOf(scene), ['cleo']);
    }),
    'a change rests on the memberships that it guards': organised(async (scene) => {
      await cleoAndOthers(scene);
      for (const name of ['cleo', 'dora']) await join(scene, 'o1', name, 'owner');
      const membership = sampleMembership(scene.tenant, 'o1', 'emil');
      await refuse(scene, { guards: guarded({ cleo: 2 }), membership }, 'membership');
      await refuse(
        scene,
        { guards: guarded({ cleo: 1, emil: 1 }), membership: { ...membership, version: 2 } },
        'membership',
      );
      await write(scene, leaving('dora'));
      await refuse(scene, { guards: guarded({ cleo: 1, dora: 1 }), membership }, 'membership');
      assert.deepEqual(await membersOf(scene), ['cleo']);
      await write(scene, { guards: guarded({ cleo: 1 }), membership });
      assert.deepEqual(await membersOf(scene), ['cleo', 'emil']);
    }),
    'of two owners at once that remove each other, or leave and rest on the other, one stays': organised(
      async (scene) => {
        await cleoAndOthers(scene);
        for (let round = 0; round < 10; round++) {
          for (const name of ['cleo', 'dora']) await join(scene, 'o1', name, 'owner');
          const guards = guarded({ cleo: 1, dora: 1 });
          const results = await Promise.all(
            ['cleo', 'dora'].map((name) => tryWrite(scene, { guards, ...leaving(name) })),
          );
          assert.deepEqual(tally(results), { committed: 1, membership: 1 });
          const [left] = await membersOf(scene);
          assert.ok(left !== undefined);
          await write(scene, leaving(left));
        }
      },
    ),
    'members are listed by account, in pages, and by role': organised(async (scene) => {
      const { store, tenant } = scene;
      await cleoAndOthers(scene);
      for (const [name, ...roles] of [
        ['emil', 'member', 'finance'],
        ['cleo', 'owner'],
        ['dora', 'finance'],
      ] as const)
        await join(scene, 'o1', name, ...roles);
      await join(scene, 'o2', 'cleo', 'finance');
      const first = await store.listMemberships(tenant, 'o1', { limit: 2 });
      assert.deepEqual(
        first.items.map((one) => one.accountId),
        ['cleo', 'dora'],
      );
      const second = await store.listMemberships(tenant, 'o1', { limit: 2, cursor: first.next });
      assert.deepEqual(second, { items: [sampleMembership(tenant, 'o1', 'emil', { roles: ['member', 'finance'] })] });
      const finance = await store.listMemberships(tenant, 'o1', { limit: 1, role: 'finance' });
      const further = await store.listMemberships(tenant, 'o1', { limit: 1, role: 'finance', cursor: finance.next });
      assert.deepEqual(
        [...finance.items, ...further.items],
        [
          sampleMembership(tenant, 'o1', 'dora', { roles: ['finance'] }),
          sampleMembership(tenant, 'o1', 'emil', { roles: ['member', 'finance'] }),
        ],
      );
      assert.equal(further.next, undefined);
      assert.deepEqual(await store.listMemberships(tenant, 'o1', { limit: 9, role: 'fin' }), { items: [] });
      assert.deepEqual(await store.listMemberships(tenant, 'o3', { limit: 9 }), { items: [] });
      assert.deepEqual(
        (await store.listMembershipsOf(tenant, cleo)).map(({ organisation }) => organisation),
        ['o1', 'o2'],
      );
      assert.deepEqual(await store.listMembershipsOf(tenant, accountId('nobody')), []);
    }),
    'an account has at most 1,000 memberships, also if 20 begin at once': organised(async (scene, { rounds }) => {
      // A thousand commits, one after the other.
      if (rounds < 10) return;
      const { store, tenant } = scene;
      await cleoAndOthers(scene);
      await joinMany(scene, MOST - 3);
      await found(scene, ...Array.from({ length: 20 }, (_, turn) => `n${turn}`));
      const results = await atOnce(20, (turn) =>
        tryWrite(scene, { membership: sampleMembership(tenant, `n${turn}`, 'cleo') }),
      );
      assert.deepEqual(tally(results), { committed: 3, full: 17 });
      assert.equal((await store.listMembershipsOf(tenant, cleo)).length, MOST);
      const membership = sampleMembership(tenant, 'm0', 'cleo', { version: 2, roles: ['owner'] });
      const guards = { memberships: [{ organisation: 'm0', accountId: cleo, version: 1 }] };
      await write(scene, { guards, membership });
      await join(scene, 'o1', 'dora');
      await refuse(scene, { membership: sampleMembership(tenant, 'o1', 'cleo') }, 'full');
      await write(scene, leaving('cleo', 'm1'));
      await join(scene, 'o1', 'cleo');
      await refuse(scene, { membership: sampleMembership(tenant, 'o2', 'cleo') }, 'full');
      await remove(scene, 'm2', 2);
      await store.sweep(NOW);
      await join(scene, 'o2', 'cleo');
      assert.equal((await store.listMembershipsOf(tenant, cleo)).length, MOST);
    }),
    'a deleted account leaves no membership, also beside 20 that begin': organised(async (scene) => {
      const { store, tenant } = scene;
      await cleoAndOthers(scene);
      await found(scene, ...Array.from({ length: 20 }, (_, turn) => `n${turn}`));
      for (let round = 1; round <= 3; round++) {
        await join(scene, 'o1', 'cleo');
        const [deleted, results] = await Promise.all([
          tryWrite(scene, { guards: { account: { id: cleo, version: 1 } }, deleteAccount: { id: cleo } }),
          atOnce(20, (turn) => tryWrite(scene, { membership: sampleMembership(tenant, `n${turn}`, 'cleo') })),
        ]);
        assert.deepEqual(deleted, { outcome: 'committed' });
        const { committed = 0, account = 0 } = tally(results);
        assert.equal(committed + account, 20);
        await store.sweep(NOW);
        assert.deepEqual(await membersOf(scene), []);
        assert.deepEqual(await store.listMembershipsOf(tenant, cleo), []);
        await addAccounts(scene, sampleAccount(tenant, 'cleo'));
        assert.deepEqual(await store.listMembershipsOf(tenant, cleo), []);
        for (let turn = 0; turn < 20; turn++) assert.deepEqual(await membersOf(scene, `n${turn}`), []);
      }
    }),
    'of 20 that begin beside the removal of their organisation, nobody is a member': organised(async (scene) => {
      const { store, tenant } = scene;
      for (let round = 1; round <= 3; round++) {
        const [id, names] = [`o${round}`, Array.from({ length: 20 }, (_, turn) => `a${round}-${turn}`)];
        await found(scene, id);
        await addAccounts(scene, ...names.map((name) => sampleAccount(tenant, name)));
        const [, results] = await Promise.all([
          remove(scene, id, 2),
          Promise.all(names.map((name) => tryWrite(scene, { membership: sampleMembership(tenant, id, name) }))),
        ]);
        const { committed = 0, organisation = 0 } = tally(results);
        assert.equal(committed + organisation, 20);
        for (const _ of ['before the sweep', 'after it']) {
          assert.deepEqual(await membersOf(scene, id), []);
          for (const name of names) assert.deepEqual(await store.listMembershipsOf(tenant, accountId(name)), []);
          await store.sweep(NOW);
        }
      }
    }),
  },
};
