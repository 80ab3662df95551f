import assert from 'node:assert/strict';
import type { Commit, OrganisationRecord, TenantId } from '@sallyport/engine';
import { found, join, type OrganisedScene, organised, remove } from '../organised.ts';
import {
  accountId,
  NOW,
  removedOrganisation,
  sampleAccount,
  sampleEvent,
  sampleMembership,
  sampleOrganisation,
} from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, fromOtherTenant, refuse, tally, tryWrite, write } from '../scene.ts';

const cleo = accountId('cleo');

/** Ids that a database may take for one another, and one of nearly 800 bytes. */
const IDS: readonly string[] = [
  ...['', ' ', 'acme', 'Acme', 'ACME', 'acme ', ' acme', 'a/b', 'a:b', 'a b', 'a","b', "o'neill", '%', '_', '$ne', '.'],
  ...['\u00e9', 'e\u0301', '\u{1d518}', '\ufffd', '1', '01', '1e0', 'null', 'x'.repeat(799)],
];

/** Ids that some databases cannot store, and cut or replace. */
const DOUBTFUL: readonly string[] = ['acme\0', 'acme\0x', 'acme\ud800'];

async function versionsOf({ store, tenant }: OrganisedScene, id: string): Promise<readonly OrganisationRecord[]> {
  return (await store.listOrganisationVersions(tenant, id, { limit: 100 })).items;
}

/** Whether the store refuses the text. Another error than `TypeError` is thrown. */
async function isRefused(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return false;
  } catch (error) {
    if (error instanceof TypeError) return true;
    throw error;
  }
}

const mistakes: Readonly<Record<string, (tenant: TenantId, other: TenantId) => Partial<Commit>>> = {
  'an organisation of another tenant': (_, other) => ({ organisation: sampleOrganisation(other, 'o2') }),
  'a membership of another tenant': (_, other) => ({ membership: sampleMembership(other, 'o1', 'dora') }),
  'two organisations': (tenant) => ({
    organisation: sampleOrganisation(tenant, 'o2'),
    membership: sampleMembership(tenant, 'o1', 'dora'),
  }),
  'a guard of one organisation and a removal from another': () => ({
    guards: { organisation: { id: 'o1', version: 1 } },
    removeMembership: { organisation: 'o2', accountId: cleo },
  }),
  'a version that is not the next of the guard': (tenant) => ({
    guards: { organisation: { id: 'o1', version: 1 } },
    organisation: sampleOrganisation(tenant, 'o1', { version: 3 }),
  }),
  'an organisation that begins removed': (tenant) => ({ organisation: removedOrganisation(tenant, 'o2', 1) }),
  'an organisation that is absent, and nothing else': () => ({ guards: { organisation: { id: 'o2', version: 0 } } }),
  'a member of an organisation that it removes': (tenant) => ({
    organisation: removedOrganisation(tenant, 'o1', 2),
    membership: sampleMembership(tenant, 'o1', 'dora'),
  }),
  'a membership both written and removed': (tenant) => ({
    membership: sampleMembership(tenant, 'o1', 'dora'),
    removeMembership: { organisation: 'o1', accountId: accountId('dora') },
  }),
  'a membership of an account that it deletes': (tenant) => ({
    guards: { account: { id: accountId('dora'), version: 1 } },
    deleteAccount: { id: accountId('dora') },
    membership: sampleMembership(tenant, 'o1', 'dora'),
  }),
  'a membership that is not the next of its guard': (tenant) => ({
    guards: { memberships: [{ organisation: 'o1', accountId: cleo, version: 1 }] },
    membership: sampleMembership(tenant, 'o1', 'cleo', { version: 3 }),
  }),
  'a membership that is absent, and is not written': () => ({
    guards: { memberships: [{ organisation: 'o1', accountId: accountId('dora'), version: 0 }] },
  }),
  'two guards of one membership': () => ({
    guards: { memberships: [1, 1].map((version) => ({ organisation: 'o1', accountId: cleo, version })) },
  }),
};

export const organisations: Chapter = {
  title: 'an organisation has versions, and its id is used once',
  promises: {
    'an organisation comes back as it was written, at its newest version or at another': organised(async (scene) => {
      const { store, tenant } = scene;
      const { name: _, ...nameless } = sampleOrganisation(tenant, 'o1', {
        version: 2,
        document: { list: [1, 'é', null] },
      });
      const versions = [sampleOrganisation(tenant, 'o1'), nameless, sampleOrganisation(tenant, 'o1', { version: 3 })];
      for (const organisation of versions) await write(scene, { organisation });
      assert.deepEqual(await store.readOrganisation(tenant, 'o1'), versions[2]);
      for (const version of versions)
        assert.deepEqual(await store.readOrganisation(tenant, 'o1', version.version), version);
      assert.equal(await store.readOrganisation(tenant, 'o1', 4), undefined);
      assert.equal(await store.readOrganisation(tenant, 'o2'), undefined);
      assert.equal(await store.readOrganisation(tenant, 'o2', 1), undefined);
      const first = await store.listOrganisationVersions(tenant, 'o1', { limit: 2 });
      assert.deepEqual(first.items, [versions[2], versions[1]]);
      const second = await store.listOrganisationVersions(tenant, 'o1', { limit: 2, cursor: first.next });
      assert.deepEqual(second, { items: [versions[0]] });
      assert.deepEqual(await store.listOrganisationVersions(tenant, 'o2', { limit: 2 }), { items: [] });
    }),
    'of 20 organisations at once with the same id, one comes to be': organised(async (scene) => {
      const results = await atOnce(20, (turn) =>
        tryWrite(scene, { organisation: sampleOrganisation(scene.tenant, 'o1', { changedBy: `by-${turn}` }) }),
      );
      assert.deepEqual(tally(results), { committed: 1, organisation: 19 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.equal((await scene.store.readOrganisation(scene.tenant, 'o1'))?.changedBy, `by-${winner}`);
      assert.equal((await versionsOf(scene, 'o1')).length, 1);
    }),
    'of 20 next versions of an organisation at once, one is written': organised(async (scene) => {
      const { store, tenant } = scene;
      await found(scene, 'o1');
      const results = await atOnce(20, (turn) => {
        const guards = turn % 2 === 0 ? { organisation: { id: 'o1', version: 1 } } : {};
        const organisation = sampleOrganisation(tenant, 'o1', { version: 2, changedBy: `by-${turn}` });
        return tryWrite(scene, { guards, organisation });
      });
      assert.deepEqual(tally(results), { committed: 1, organisation: 19 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.equal((await store.readOrganisation(tenant, 'o1'))?.changedBy, `by-${winner}`);
      assert.equal((await versionsOf(scene, 'o1')).length, 2);
    }),
    'a version follows the version before it, and a guard holds at one version': organised(async (scene) => {
      const organisation = (version: number) => sampleOrganisation(scene.tenant, 'o1', { version });
      await refuse(scene, { organisation: organisation(2) }, 'organisation');
      await found(scene, 'o1');
      await refuse(scene, { organisation: organisation(1) }, 'organisation');
      await refuse(scene, { organisation: organisation(3) }, 'organisation');
      const guarded = (version: number): Partial<Commit> => ({
        guards: { organisation: { id: 'o1', version } },
        events: [sampleEvent(scene.tenant, `e${version}`)],
      });
      await refuse(scene, guarded(2), 'organisation');
      await write(scene, guarded(1));
      await write(scene, { organisation: organisation(2) });
      await write(scene, guarded(2));
    }),
    'organisations are listed by id, in pages, without removed ones': organised(async (scene) => {
      const { store, tenant } = scene;
      await found(scene, 'b', 'a', 'd', 'c', 'B', 'a1');
      await write(scene, { organisation: sampleOrganisation(tenant, 'c', { version: 2 }) });
      await remove(scene, 'b', 2);
      const first = await store.listOrganisations(tenant, { limit: 3 });
      assert.deepEqual(
        first.items.map(({ id }) => id),
        ['B', 'a', 'a1'],
      );
      assert.deepEqual(await store.listOrganisations(tenant, { limit: 3, cursor: first.next }), {
        items: [sampleOrganisation(tenant, 'c', { version: 2 }), sampleOrganisation(tenant, 'd')],
      });
    }),
    'a removed organisation stays as its last version alone, and its id is never used again': organised(
      async (scene) => {
        const { store, tenant } = scene;
        await addAccounts(scene, sampleAccount(tenant, 'cleo'));
        await found(scene, 'o1');
        await write(scene, { organisation: sampleOrganisation(tenant, 'o1', { version: 2 }) });
        await join(scene, 'o1', 'cleo');
        await remove(scene, 'o1', 3);
        for (const _ of ['before the sweep', 'after it', 'and after another']) {
          assert.deepEqual(await store.readOrganisation(tenant, 'o1'), removedOrganisation(tenant, 'o1', 3));
          assert.equal(await store.readOrganisation(tenant, 'o1', 1), undefined);
          assert.equal(await store.readOrganisation(tenant, 'o1', 2), undefined);
          assert.deepEqual(await versionsOf(scene, 'o1'), [removedOrganisation(tenant, 'o1', 3)]);
          for (const version of [1, 4])
            await refuse(scene, { organisation: sampleOrganisation(tenant, 'o1', { version }) }, 'organisation');
          await refuse(scene, { guards: { organisation: { id: 'o1', version: 3 } } }, 'organisation');
          await refuse(scene, { membership: sampleMembership(tenant, 'o1', 'cleo') }, 'organisation');
          await store.sweep(NOW);
        }
      },
    ),
    'nobody is a member of a removed organisation, before and after a sweep': organised(async (scene) => {
      const { store, tenant } = scene;
      await addAccounts(scene, sampleAccount(tenant, 'cleo'), sampleAccount(tenant, 'dora'));
      await found(scene, 'o1', 'o2');
      for (const account of ['cleo', 'dora']) for (const id of ['o1', 'o2']) await join(scene, id, account);
      await remove(scene, 'o1', 2);
      for (const _ of ['before the sweep', 'after it']) {
        assert.deepEqual(await store.listMemberships(tenant, 'o1', { limit: 10 }), { items: [] });
        assert.equal(await store.readMembership(tenant, 'o1', cleo), undefined);
        assert.deepEqual(await store.listMembershipsOf(tenant, cleo), [sampleMembership(tenant, 'o2', 'cleo')]);
        assert.equal((await store.listMemberships(tenant, 'o2', { limit: 10 })).items.length, 2);
        assert.equal((await versionsOf(scene, 'o2')).length, 1);
        await store.sweep(NOW);
      }
    }),
    'ids of any shape are ids of their own': organised(async (scene) => {
      const { store, tenant } = scene;
      await addAccounts(scene, sampleAccount(tenant, 'cleo'));
      const listed = new Set<string>();
      for (const id of IDS) {
        assert.equal(await store.readOrganisation(tenant, id), undefined, `an id before ${id}`);
        assert.equal(await store.readMembership(tenant, id, cleo), undefined);
        await found(scene, id);
        await join(scene, id, 'cleo', `member of ${id}`);
      }
      for (const id of IDS) {
        assert.deepEqual(await store.readOrganisation(tenant, id), sampleOrganisation(tenant, id));
        assert.deepEqual((await store.readMembership(tenant, id, cleo))?.roles, [`member of ${id}`]);
        assert.equal((await store.listMemberships(tenant, id, { limit: 10 })).items.length, 1);
      }
      let cursor: string | undefined;
      do {
        const page = await store.listOrganisations(tenant, { limit: 7, cursor });
        for (const { id } of page.items) listed.add(id);
        cursor = page.next;
      } while (cursor !== undefined);
      assert.deepEqual([...listed].sort(), [...IDS].sort());
      assert.equal((await store.listMembershipsOf(tenant, cleo)).length, IDS.length);
      assert.equal(await store.readOrganisation(tenant, 'y'.repeat(100_000)), undefined);
      assert.equal(await store.readMembership(tenant, 'y'.repeat(100_000), cleo), undefined);
    }),
    'an id that the database cannot store is refused, or is an id of its own': organised(async (scene) => {
      const { store, tenant } = scene;
      await found(scene, 'acme', 'acme\ufffd');
      for (const id of DOUBTFUL) {
        const asks = [
          () => found(scene, id),
          () => store.readOrganisation(tenant, id),
          () => store.readMembership(tenant, id, cleo),
          () => store.listMemberships(tenant, id, { limit: 1 }),
          () => store.listOrganisationVersions(tenant, id, { limit: 1 }),
        ];
        const refused = await Promise.all(asks.map(isRefused));
        if (refused.every(Boolean)) continue;
        assert.ok(!refused.includes(true), 'a text is refused everywhere, or nowhere');
        assert.deepEqual(await store.readOrganisation(tenant, id), sampleOrganisation(tenant, id));
      }
      for (const id of ['acme', 'acme\ufffd'])
        assert.deepEqual(await store.readOrganisation(tenant, id), sampleOrganisation(tenant, id));
    }),
    'another tenant sees nothing of an organisation, and has its own': organised(async (scene) => {
      const other: OrganisedScene = { ...scene, ...fromOtherTenant(scene), store: scene.store };
      const { store, tenant } = other;
      for (const own of [scene, other]) await addAccounts(own, sampleAccount(own.tenant, 'cleo'));
      await found(scene, 'o1');
      await join(scene, 'o1', 'cleo', 'owner');
      assert.equal(await store.readOrganisation(tenant, 'o1'), undefined);
      assert.deepEqual(await store.listOrganisations(tenant, { limit: 10 }), { items: [] });
      assert.deepEqual(await versionsOf(other, 'o1'), []);
      assert.equal(await store.readMembership(tenant, 'o1', cleo), undefined);
      assert.deepEqual(await store.listMemberships(tenant, 'o1', { limit: 10 }), { items: [] });
      assert.deepEqual(await store.listMembershipsOf(tenant, cleo), []);
      await refuse(other, { guards: { organisation: { id: 'o1', version: 1 } } }, 'organisation');
      await refuse(other, { membership: sampleMembership(tenant, 'o1', 'cleo') }, 'organisation');
      await write(other, { removeMembership: { organisation: 'o1', accountId: cleo } });
      await found(other, 'o1');
      await remove(other, 'o1', 2);
      await write(other, { guards: { account: { id: cleo, version: 1 } }, deleteAccount: { id: cleo } });
      await store.sweep(NOW);
      assert.deepEqual(await store.readOrganisation(scene.tenant, 'o1'), sampleOrganisation(scene.tenant, 'o1'));
      assert.deepEqual((await store.readMembership(scene.tenant, 'o1', cleo))?.roles, ['owner']);
    }),
    'a change that is refused leaves nothing of an organisation and its members': organised(async (scene) => {
      const { store, tenant } = scene;
      await addAccounts(scene, sampleAccount(tenant, 'cleo'), sampleAccount(tenant, 'dora'));
      await found(scene, 'o1');
      await join(scene, 'o1', 'cleo');
      const guards = { account: { id: cleo, version: 7 } };
      const membership = sampleMembership(tenant, 'o1', 'dora');
      const organisation = sampleOrganisation(tenant, 'o1', { version: 2 });
      await refuse(scene, { guards, organisation, membership }, 'account');
      await refuse(scene, { guards, removeMembership: { organisation: 'o1', accountId: cleo } }, 'account');
      await refuse(scene, { guards, organisation: removedOrganisation(tenant, 'o1', 2) }, 'account');
      assert.deepEqual(await versionsOf(scene, 'o1'), [sampleOrganisation(tenant, 'o1')]);
      assert.deepEqual(await store.listMemberships(tenant, 'o1', { limit: 10 }), {
        items: [sampleMembership(tenant, 'o1', 'cleo')],
      });
    }),
    'a change of an organisation that contradicts itself is malformed': organised(async (scene) => {
      const { store, tenant, otherTenant } = scene;
      await addAccounts(scene, sampleAccount(tenant, 'cleo'), sampleAccount(tenant, 'dora'));
      await found(scene, 'o1');
      await join(scene, 'o1', 'cleo');
      for (const [what, mistake] of Object.entries(mistakes))
        await assert.rejects(tryWrite(scene, mistake(tenant, otherTenant)), { code: 'malformed-commit' }, what);
      assert.deepEqual(await store.listOrganisations(tenant, { limit: 10 }), {
        items: [sampleOrganisation(tenant, 'o1')],
      });
      assert.deepEqual(await store.listMemberships(tenant, 'o1', { limit: 10 }), {
        items: [sampleMembership(tenant, 'o1', 'cleo')],
      });
    }),
  },
};
