import assert from 'node:assert/strict';
import type { SessionCheck, SessionLoaded } from '@sallyport/engine';
import { guess, guessesOf } from '../attempts.ts';
import { found, join, type OrganisedScene, organised, remove } from '../organised.ts';
import {
  accountId,
  later,
  MINUTE,
  NOW,
  removedOrganisation,
  sampleAccount,
  sampleFlow,
  sampleMembership,
  sampleOrganisation,
  samplePolicy,
  sampleSession,
} from '../sample-records.ts';
import { addAccounts, begin, type Chapter, fromOtherTenant, openSessions, write } from '../scene.ts';

const cleo = accountId('cleo');

function check(
  { store, tenant }: OrganisedScene,
  organisation: string | undefined,
  knownVersion = 0,
  asked: Partial<SessionCheck> = {},
): Promise<SessionLoaded | undefined> {
  const entered = organisation === undefined ? {} : { in: { organisation, knownVersion } };
  const plain = { tenant, tokenHash: 'token-of-s1', now: NOW, knownPolicy: 0, touchAfter: MINUTE };
  return store.checkSession({ ...plain, ...entered, ...asked });
}

async function signedIn(scene: OrganisedScene): Promise<void> {
  const { tenant } = scene;
  await addAccounts(scene, sampleAccount(tenant, 'cleo'), sampleAccount(tenant, 'dora'));
  await openSessions(scene, sampleSession(tenant, 's1', 'cleo'), sampleSession(tenant, 's2', 'dora'));
  await found(scene, 'o1', 'o2', 'o3');
  await write(scene, { organisation: sampleOrganisation(tenant, 'o1', { version: 2 }) });
  await join(scene, 'o1', 'cleo', 'owner');
  await join(scene, 'o2', 'cleo', 'finance', 'member');
  await join(scene, 'o1', 'dora');
}

export const organisationChecks: Chapter = {
  title: 'a session check and a step enter an organisation',
  promises: {
    'a session check brings the membership, and the organisation if it is newer': organised(async (scene) => {
      const { tenant } = scene;
      await signedIn(scene);
      const plain = { session: sampleSession(tenant, 's1', 'cleo'), account: sampleAccount(tenant, 'cleo') };
      const membership = sampleMembership(tenant, 'o1', 'cleo', { roles: ['owner'] });
      const organisation = sampleOrganisation(tenant, 'o1', { version: 2 });
      for (const known of [0, 1])
        assert.deepEqual(await check(scene, 'o1', known), { ...plain, membership, organisation });
      for (const known of [2, 3]) assert.deepEqual(await check(scene, 'o1', known), { ...plain, membership });
      assert.deepEqual(await check(scene, undefined), plain);
      assert.deepEqual((await check(scene, 'o2', 1))?.membership?.roles, ['finance', 'member']);
      const seen = await check(scene, 'o1', 2, { now: later(MINUTE + 1) });
      assert.deepEqual([seen?.session.lastSeenAt, seen?.membership], [later(MINUTE + 1), membership]);
      await write(scene, { policy: samplePolicy(tenant, 1) });
      assert.deepEqual((await check(scene, 'o1', 2))?.policy, samplePolicy(tenant, 1));
    }),
    'who is no member gets the organisation alone, and in a removed one nobody is a member': organised(
      async (scene) => {
        const { tenant } = scene;
        await signedIn(scene);
        assert.deepEqual(await check(scene, 'o3'), {
          session: sampleSession(tenant, 's1', 'cleo'),
          account: sampleAccount(tenant, 'cleo'),
          organisation: sampleOrganisation(tenant, 'o3'),
        });
        assert.deepEqual(Object.keys((await check(scene, 'o3', 1)) ?? {}).sort(), ['account', 'session']);
        assert.deepEqual(Object.keys((await check(scene, 'unknown')) ?? {}).sort(), ['account', 'session']);
        assert.equal(await check(scene, 'o1', 0, { tokenHash: 'token-of-nobody' }), undefined);
        await remove(scene, 'o1', 3);
        for (const _ of ['before the sweep', 'after it']) {
          const removed = await check(scene, 'o1', 2);
          assert.deepEqual(removed?.organisation, removedOrganisation(tenant, 'o1', 3));
          assert.equal(removed?.membership, undefined);
          assert.deepEqual(Object.keys((await check(scene, 'o1', 3)) ?? {}).sort(), ['account', 'session']);
          await scene.store.sweep(NOW);
        }
        assert.deepEqual((await check(scene, 'o2', 1))?.membership?.roles, ['finance', 'member']);
      },
    ),
    'the membership and the organisation are those of now': organised(async (scene) => {
      const { tenant } = scene;
      await signedIn(scene);
      for (let version = 1; version <= 5; version++) {
        const seen = await check(scene, 'o1', version);
        assert.deepEqual([seen?.membership?.version, seen?.organisation?.version], [version, version + 1]);
        const roles = [`role-${version}`];
        const guards = { memberships: [{ organisation: 'o1', accountId: cleo, version }] };
        await write(scene, {
          guards,
          membership: sampleMembership(tenant, 'o1', 'cleo', { version: version + 1, roles }),
        });
        await write(scene, { organisation: sampleOrganisation(tenant, 'o1', { version: version + 2 }) });
        assert.deepEqual((await check(scene, 'o1', 1))?.membership?.roles, roles);
      }
      await write(scene, { removeMembership: { organisation: 'o1', accountId: cleo } });
      assert.equal((await check(scene, 'o1'))?.membership, undefined);
    }),
    'checks at once are answered each by its own organisation, beside checks that enter none': organised(
      async (scene) => {
        const other: OrganisedScene = { ...scene, ...fromOtherTenant(scene), store: scene.store };
        await signedIn(scene);
        await addAccounts(other, sampleAccount(other.tenant, 'cleo'));
        await openSessions(other, sampleSession(other.tenant, 's1', 'cleo'));
        await found(other, 'o1', '');
        await join(other, '', 'cleo', 'nameless');
        const asked = [scene, other].flatMap((own) =>
          ['s1', 's2', 'nobody'].flatMap((id) =>
            [undefined, 'o1', 'o2', 'o3', '', 'unknown'].flatMap((organisation) =>
              [0, 1, 2].map((known) => ({ own, id, organisation, known })),
            ),
          ),
        );
        const heard = await Promise.all(
          asked.map(async ({ own, id, organisation, known }) => {
            const loaded = await check(own, organisation, known, { tokenHash: `token-of-${id}` });
            return [
              loaded?.session.tenant,
              loaded?.membership?.organisation,
              loaded?.membership?.roles,
              loaded?.organisation?.id,
              loaded?.organisation?.version,
            ];
          }),
        );
        const roles: Readonly<Record<string, readonly string[]>> = {
          'acme s1 o1': ['owner'],
          'acme s1 o2': ['finance', 'member'],
          'acme s2 o1': ['member'],
          'globex s1 ': ['nameless'],
        };
        const versions: Readonly<Record<string, number>> = {
          ...{ 'acme o1': 2, 'acme o2': 1, 'acme o3': 1 },
          ...{ 'globex o1': 1, 'globex ': 1 },
        };
        const expected = asked.map(({ own, id, organisation, known }) => {
          const isLive = id === 's1' || (id === 's2' && own === scene);
          const has = isLive && organisation !== undefined;
          const held = has ? roles[`${own.tenant} ${id} ${organisation}`] : undefined;
          const version = has ? versions[`${own.tenant} ${organisation}`] : undefined;
          const newer = version !== undefined && version > known ? version : undefined;
          return [
            isLive ? own.tenant : undefined,
            held && organisation,
            held,
            newer === undefined ? undefined : organisation,
            newer,
          ];
        });
        assert.deepEqual(heard, expected);
      },
    ),
    'a step brings the membership of its account, and the organisation if it is newer': organised(async (scene) => {
      const { tenant } = scene;
      await signedIn(scene);
      await write(scene, { flow: sampleFlow(tenant, 'f1', { accountId: cleo, subject: 'cleo' }) });
      const entered = { organisation: 'o1', knownVersion: 1 };
      const membership = sampleMembership(tenant, 'o1', 'cleo', { roles: ['owner'] });
      const organisation = sampleOrganisation(tenant, 'o1', { version: 2 });
      for (const by of [
        { flowHash: 'token-of-f1' },
        { flowHash: 'token-of-f1', account: { kind: 'identifier', value: 'dora@example.org' } },
        { account: { kind: 'id', value: cleo } },
        { account: { kind: 'identifier', value: 'cleo@example.org' }, sessionHash: 'token-of-s2' },
      ] as const) {
        const loaded = await begin(scene, { ...by, in: entered });
        assert.deepEqual(
          [loaded.account?.id, loaded.membership, loaded.organisation],
          ['cleo', membership, organisation],
        );
        const known = await begin(scene, { ...by, in: { ...entered, knownVersion: 2 } });
        assert.deepEqual([known.membership, known.organisation], [membership, undefined]);
        const { membership: _, organisation: __, ...plain } = loaded;
        assert.deepEqual(await begin(scene, by), plain);
      }
      const account = { kind: 'id', value: cleo } as const;
      assert.equal(
        (await begin(scene, { account, in: { organisation: 'o3', knownVersion: 1 } })).membership,
        undefined,
      );
      const nobody = await begin(scene, { sessionHash: 'token-of-s1', in: entered });
      assert.deepEqual([nobody.session?.id, nobody.membership], ['s1', undefined]);
      assert.equal((await guess(scene, {}, { account, in: entered })).outcome, 'counted');
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 1, total: 1 });
      await remove(scene, 'o1', 3);
      const removed = await begin(scene, { account, in: entered });
      assert.deepEqual([removed.membership, removed.organisation], [undefined, removedOrganisation(tenant, 'o1', 3)]);
      await write(scene, { policy: samplePolicy(tenant, 1) });
      assert.deepEqual(await begin(scene, { account, in: entered }), {
        policy: samplePolicy(tenant, 1),
        attempt: { outcome: 'not-counted' },
      });
      assert.deepEqual(await begin(scene, { account, in: entered, knownPolicy: 2 }), {
        policy: samplePolicy(tenant, 1),
        attempt: { outcome: 'not-counted' },
      });
    }),
  },
};
