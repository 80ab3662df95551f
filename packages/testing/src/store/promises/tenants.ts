import assert from 'node:assert/strict';
import type { Commit } from '@sallyport/engine';
import { admitted, guess } from '../attempts.ts';
import {
  accountId,
  later,
  NOW,
  SECOND,
  sampleAdministrators,
  sampleLogBatch,
  samplePolicy,
  sampleSession,
} from '../sample-records.ts';
import { atOnce, begin, type Chapter, fromOtherTenant, type Scene, tryWrite, write } from '../scene.ts';
import { changeOfEverything, furnish, pictureOf } from '../world.ts';

const cleo = accountId('cleo');

/** Every possible operation in a tenant, with names that also exist in the other tenant. */
const deeds: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'a change of everything': (scene) => write(scene, changeOfEverything(scene.tenant)),
  'deleting an account': (scene) =>
    write(scene, { guards: { account: { id: cleo, version: 1 } }, deleteAccount: { id: cleo } }),
  'ending sessions': (scene) => write(scene, { endSessions: { accountId: cleo } }),
  'rotating a session': ({ tenant, ...scene }) =>
    write(
      { ...scene, tenant },
      {
        guards: { session: { id: 's1', version: 1 } },
        session: sampleSession(tenant, 's1', 'cleo', { version: 2, tokenHash: 'next-token-of-s1' }),
      },
    ),
  'forgetting devices': (scene) => write(scene, { forgetDevices: { accountId: cleo } }),
  'counting a failure at an unknown identifier': (scene) => write(scene, { countUnknownFailure: true }),
  'ending a flow': (scene) => write(scene, { endFlow: { id: 'f1' } }),
  'ending a SAML request': (scene) => write(scene, { endSamlRequest: { id: 'r1' } }),
  'clearing counters': (scene) => write(scene, { clearCounters: { subject: 'cleo', by: 'administrator' } }),
  'guessing, and giving back': async (scene) => {
    await atOnce(20, () => guess(scene, {}, { knownPolicy: 1, account: { kind: 'id', value: cleo } }));
    const ref = await admitted(scene, {}, { knownPolicy: 1, account: { kind: 'id', value: accountId('dora') } });
    await write(scene, { giveBack: ref });
  },
  'checking a session': async ({ store, tenant }) => {
    const check = { tenant, tokenHash: 'token-of-s1', now: later(SECOND), knownPolicy: 1, touchAfter: 0 };
    assert.equal((await store.checkSession(check))?.session.lastSeenAt, later(SECOND));
  },
  'sealing the log': ({ store, tenant }) => store.appendLogBatch(sampleLogBatch(tenant, 0)),
  'telling events': ({ store, tenant }) => store.markNotified(tenant, ['e1']),
};

/** The same ids in two tenants, without access from one tenant to the other. */
export const tenants: Chapter = {
  title: 'tenants never meet',
  promises: {
    ...Object.fromEntries(
      Object.entries(deeds).map(([deed, act]) => [
        `${deed} in one leaves the other as it was`,
        async (scene: Scene) => {
          const other = fromOtherTenant(scene);
          await furnish(scene);
          await furnish(other);
          const [own, before] = [await pictureOf(scene), await pictureOf(other)];
          await act(scene);
          assert.notDeepEqual(await pictureOf(scene), own);
          assert.deepEqual(await pictureOf(other), before);
          await write(other, { guards: { flow: { id: 'f1', version: 1 }, account: { id: cleo, version: 1 } } });
        },
      ]),
    ),
    'what is in one is absent from the other': async (scene) => {
      await furnish(scene);
      const other = fromOtherTenant(scene);
      const { store, tenant } = other;
      const picture = await pictureOf(other);
      for (const [kind, seen] of Object.entries(picture)) {
        const found = (Array.isArray(seen) ? seen : [seen]).filter((item) => item !== undefined && item !== false);
        assert.deepEqual(found, [], kind);
      }
      assert.equal(await store.readAccount(tenant, cleo), undefined);
      assert.deepEqual(await store.countFailures(tenant, NOW), []);
      assert.deepEqual(await store.countEvents(tenant, {}), []);
      const check = { tokenHash: 'token-of-s1', now: NOW, knownPolicy: 0, touchAfter: 0 };
      assert.equal(await store.checkSession({ tenant, ...check }), undefined);
      assert.equal((await begin(other, { account: { kind: 'id', value: cleo } })).account, undefined);
    },
    'a guard finds nothing of the other tenant': async (scene) => {
      await furnish(scene);
      const guards: readonly Commit['guards'][] = [
        { flow: { id: 'f1', version: 1 } },
        { samlRequest: { id: 'r1', version: 1 } },
        { account: { id: cleo, version: 1 } },
        { session: { id: 's1', version: 1 } },
        { policy: 1 },
        { administrators: 1 },
      ];
      for (const guard of guards) {
        const [kind] = Object.keys(guard);
        assert.deepEqual(await tryWrite(scene, { guards: guard }), { outcome: 'committed' });
        assert.deepEqual(await tryWrite(fromOtherTenant(scene), { guards: guard }), {
          outcome: 'conflict',
          with: kind,
        });
      }
    },
    'each has its own policy, administrators and versions of them': async (scene) => {
      const other = fromOtherTenant(scene);
      await furnish(scene);
      await write(scene, { policy: samplePolicy(scene.tenant, 2) });
      await write(other, {
        policy: samplePolicy(other.tenant, 1),
        administrators: sampleAdministrators(other.tenant, 1, ['x']),
      });
      assert.equal((await other.store.readPolicy(other.tenant))?.version, 1);
      assert.equal((await scene.store.readPolicy(scene.tenant))?.version, 2);
      assert.equal((await other.store.listPolicyVersions(other.tenant, { limit: 10 })).items.length, 1);
      assert.equal((await begin(other, { knownPolicy: 1 })).policy, undefined);
    },
  },
};
