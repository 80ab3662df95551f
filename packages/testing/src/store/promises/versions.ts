import assert from 'node:assert/strict';
import type { AccountRecord } from '@sallyport/engine';
import { accountId, sampleAccount, sampleAdministrators, sampleFlow, samplePolicy } from '../sample-records.ts';
import { addAccounts, atOnce, begin, type Chapter, refuse, type Scene, tally, tryWrite, write } from '../scene.ts';

const cleo = accountId('cleo');

async function addRole(scene: Scene, role: string): Promise<void> {
  for (let round = 0; round < 1000; round++) {
    const account = await scene.store.readAccount(scene.tenant, cleo);
    assert.ok(account);
    const next: AccountRecord = { ...account, version: account.version + 1, roles: [...account.roles, role] };
    const guards = { account: { id: cleo, version: account.version } };
    if ((await tryWrite(scene, { guards, account: next })).outcome === 'committed') return;
  }
  assert.fail('a writer that reads again and tries again succeeds');
}

/** Optimistic concurrency: a writer with an outdated version must read again. */
export const versions: Chapter = {
  title: 'no update is lost',
  promises: {
    'of 50 next states of an account at once, one is written': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, {
          guards: { account: { id: cleo, version: 1 } },
          account: sampleAccount(scene.tenant, 'cleo', { version: 2, roles: [`role-${turn}`] }),
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, account: 49 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.deepEqual((await scene.store.readAccount(scene.tenant, cleo))?.roles, [`role-${winner}`]);
    },
    'what 10 writers add, each trying until it succeeds, is all there': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await atOnce(10, (turn) => addRole(scene, `role-${turn}`));
      const account = await scene.store.readAccount(scene.tenant, cleo);
      assert.equal(account?.version, 11);
      assert.deepEqual(
        [...(account?.roles ?? [])].sort(),
        Array.from({ length: 10 }, (_, turn) => `role-${turn}`),
      );
    },
    'of 50 next states of a flow at once, one is written': async (scene) => {
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1') });
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, {
          guards: { flow: { id: 'f1', version: 1 } },
          flow: sampleFlow(scene.tenant, 'f1', { version: 2, accepts: [`method-${turn}`] }),
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, flow: 49 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.deepEqual((await begin(scene, { flowHash: 'token-of-f1' })).flow?.accepts, [`method-${winner}`]);
    },
    'of 50 writers of the next policy at once, one is heard': async (scene) => {
      await write(scene, { guards: { policy: 0 }, policy: samplePolicy(scene.tenant, 1) });
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, {
          guards: { policy: 1 },
          policy: { ...samplePolicy(scene.tenant, 2), changedBy: `admin-${turn}` },
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, policy: 49 });
      assert.equal((await scene.store.listPolicyVersions(scene.tenant, { limit: 10 })).items.length, 2);
    },
    'of 50 writers of the first policy at once, one is heard': async (scene) => {
      const results = await atOnce(50, () => tryWrite(scene, { policy: samplePolicy(scene.tenant, 1) }));
      assert.deepEqual(tally(results), { committed: 1, policy: 49 });
    },
    'where there is no policy, and no administrators, their version is 0': async (scene) => {
      await refuse(scene, { guards: { policy: 1 } }, 'policy');
      await refuse(scene, { guards: { administrators: 1 } }, 'administrators');
      await write(scene, { guards: { policy: 0, administrators: 0 } });
      await write(scene, { policy: samplePolicy(scene.tenant, 1) });
      await refuse(scene, { guards: { policy: 0 } }, 'policy');
      await write(scene, { guards: { policy: 1, administrators: 0 } });
    },
    'a guard that writes nothing leaves the version as it was': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      for (let turn = 0; turn < 3; turn++) await write(scene, { guards: { account: { id: cleo, version: 1 } } });
    },
    'commits that only guard a policy do not stand in each other’s way': async (scene) => {
      await write(scene, { policy: samplePolicy(scene.tenant, 1) });
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, { guards: { policy: 1 }, flow: sampleFlow(scene.tenant, `f${turn}`) }),
      );
      assert.deepEqual(tally(results), { committed: 50 });
    },
    'two administrators at once cannot remove each other': async (scene) => {
      const { store, tenant } = scene;
      await addAccounts(
        scene,
        sampleAccount(tenant, 'ada', { roles: ['admin'] }),
        sampleAccount(tenant, 'bob', { roles: ['admin'] }),
      );
      let version = 0;
      const accountVersion = { ada: 1, bob: 1 };
      for (let round = 0; round < 20; round++) {
        await write(scene, { administrators: sampleAdministrators(tenant, ++version, ['ada', 'bob']) });
        const demote = (who: 'ada' | 'bob', stays: string) =>
          tryWrite(scene, {
            guards: { administrators: version, account: { id: accountId(who), version: accountVersion[who] } },
            account: sampleAccount(tenant, who, { version: accountVersion[who] + 1, roles: [`round-${round}`] }),
            administrators: sampleAdministrators(tenant, version + 1, [stays]),
          });
        const [ofAda, ofBob] = await Promise.all([demote('ada', 'bob'), demote('bob', 'ada')]);
        assert.deepEqual(tally([ofAda, ofBob]), { committed: 1, administrators: 1 });
        const [gone, stays] = ofAda.outcome === 'committed' ? (['ada', 'bob'] as const) : (['bob', 'ada'] as const);
        accountVersion[gone] += 1;
        assert.deepEqual(await store.readAdministrators(tenant), sampleAdministrators(tenant, ++version, [stays]));
        assert.equal((await store.readAccount(tenant, accountId(stays)))?.version, accountVersion[stays]);
      }
    },
  },
};
