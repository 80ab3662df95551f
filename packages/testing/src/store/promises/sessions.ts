import assert from 'node:assert/strict';
import type { EndSessions } from '@sallyport/engine';
import { admitted, guessesOf } from '../attempts.ts';
import {
  accountId,
  DAY,
  later,
  MINUTE,
  NOW,
  SECOND,
  sampleAccount,
  sampleDevice,
  sampleEvent,
  sampleFlow,
  sampleRecipients,
  sampleSession,
} from '../sample-records.ts';
import { addAccounts, begin, type Chapter, openSessions, type Scene, tryWrite, write } from '../scene.ts';

const cleo = accountId('cleo');

async function idsOf({ store, tenant }: Scene, owner: string): Promise<readonly string[]> {
  const listed = await store.listSessions(tenant, accountId(owner), NOW);
  const ids = listed.map(({ id }) => id).sort();
  for (const { id, tokenHash } of listed) {
    const { session } = await begin({ store, tenant, otherTenant: tenant }, { sessionHash: tokenHash });
    assert.equal(session?.id, id);
  }
  return ids;
}

/** Creates three sessions of Cleo, each with a different factor, and a session of Dora. */
async function threeAndOne(scene: Scene): Promise<void> {
  const { tenant } = scene;
  await addAccounts(scene, sampleAccount(tenant, 'cleo'), sampleAccount(tenant, 'dora'));
  await openSessions(
    scene,
    sampleSession(tenant, 's1', 'cleo', { bindings: ['password-1'] }),
    sampleSession(tenant, 's2', 'cleo', { bindings: ['password-1', 'totp-1'] }),
    sampleSession(tenant, 's3', 'cleo', { bindings: ['passkey-1'] }),
    sampleSession(tenant, 's4', 'dora', { bindings: ['password-1'] }),
  );
}

const endings: Readonly<Record<string, readonly [Omit<EndSessions, 'accountId'>, readonly string[]]>> = {
  'all of an account': [{}, []],
  'all but one': [{ except: 's2' }, ['s2']],
  'one only': [{ only: 's2' }, ['s1', 's3']],
  'those that rest on a factor': [{ provedBy: ['totp-1'] }, ['s1', 's3']],
  'those that rest on any of several factors': [{ provedBy: ['passkey-1', 'totp-1'] }, ['s1']],
  'those that rest on a factor, but one': [{ provedBy: ['password-1'], except: 's1' }, ['s1', 's3']],
  'none, where none rests on the factor': [{ provedBy: ['other'] }, ['s1', 's2', 's3']],
  'none, where there are no factors to rest on': [{ provedBy: [] }, ['s1', 's2', 's3']],
  'none, where the only one is another’s': [{ only: 's4' }, ['s1', 's2', 's3']],
};

export const sessions: Chapter = {
  title: 'sessions open and end',
  promises: {
    'a session opens by consuming its flow': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1') });
      await write(scene, {
        guards: { flow: { id: 'f1', version: 1 } },
        newSession: { session: sampleSession(scene.tenant, 's1', 'cleo'), consumes: { flowId: 'f1' } },
      });
      assert.equal((await begin(scene, { flowHash: 'token-of-f1' })).flow, undefined);
      assert.deepEqual(await idsOf(scene, 'cleo'), ['s1']);
    },
    ...Object.fromEntries(
      Object.entries(endings).map(([which, [asked, left]]) => [
        `ending ${which}`,
        async (scene: Scene) => {
          await threeAndOne(scene);
          await write(scene, { endSessions: { accountId: cleo, ...asked } });
          assert.deepEqual(await idsOf(scene, 'cleo'), left);
          assert.deepEqual(await idsOf(scene, 'dora'), ['s4']);
          for (const id of ['s1', 's2', 's3'].filter((id) => !left.includes(id))) {
            assert.equal((await begin(scene, { sessionHash: `token-of-${id}` })).session, undefined);
          }
        },
      ]),
    ),
    'one commit ends 120 sessions, and appends 100 events': async (scene) => {
      const { store, tenant } = scene;
      await addAccounts(scene, sampleAccount(tenant, 'cleo'));
      for (let turn = 0; turn < 120; turn++) {
        const newSession = { session: sampleSession(tenant, `s${turn}`, 'cleo'), consumes: { singleUse: `m${turn}` } };
        await write(scene, { uses: [{ key: `m${turn}`, expiresAt: later(DAY) }], newSession });
      }
      assert.equal((await store.listSessions(tenant, cleo, NOW)).length, 120);
      const events = Array.from({ length: 100 }, (_, turn) => sampleEvent(tenant, `e${turn}`));
      await write(scene, { endSessions: { accountId: cleo }, events });
      assert.deepEqual(await store.listSessions(tenant, cleo, NOW), []);
      assert.equal((await store.listEvents(tenant, { limit: 200 })).items.length, 100);
    },
    'the list has the newest first': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      for (const [id, age] of Object.entries({ middle: MINUTE, oldest: 2 * MINUTE, newest: SECOND })) {
        await openSessions(scene, sampleSession(scene.tenant, id, 'cleo', { createdAt: later(-age) }));
      }
      const listed = await scene.store.listSessions(scene.tenant, cleo, NOW);
      assert.deepEqual(
        listed.map(({ id }) => id),
        ['newest', 'middle', 'oldest'],
      );
    },
    'a flow moves on under the same token, or another': async (scene) => {
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1') });
      const next = sampleFlow(scene.tenant, 'f1', { version: 2, tokenHash: 'another' });
      await write(scene, { guards: { flow: { id: 'f1', version: 1 } }, flow: next });
      assert.equal((await begin(scene, { flowHash: 'token-of-f1' })).flow, undefined);
      assert.deepEqual((await begin(scene, { flowHash: 'another' })).flow, next);
    },
    'a new flow with the token of the flow that its commit ends is written whole, or not at all': async (scene) => {
      const before = sampleFlow(scene.tenant, 'f1');
      await write(scene, { flow: before });
      const flow = sampleFlow(scene.tenant, 'f2', { tokenHash: before.tokenHash });
      const result = await tryWrite(scene, { endFlow: { id: before.id }, flow });
      const found = result.outcome === 'committed' ? flow : before;
      if (result.outcome === 'conflict') assert.deepEqual(result, { outcome: 'conflict', with: 'key' });
      assert.deepEqual((await begin(scene, { flowHash: before.tokenHash })).flow, found);
    },
    'a new session with the id and the token of sessions that its commit ends is written whole, or not at all': async (
      scene,
    ) => {
      const { tenant } = scene;
      await threeAndOne(scene);
      await write(scene, { flow: sampleFlow(tenant, 'f1') });
      const session = sampleSession(tenant, 's1', 'cleo', { tokenHash: 'token-of-s2' });
      const result = await tryWrite(scene, {
        guards: { flow: { id: 'f1', version: 1 } },
        newSession: { session, consumes: { flowId: 'f1' } },
        endSessions: { accountId: cleo },
      });
      if (result.outcome === 'conflict') assert.deepEqual(result, { outcome: 'conflict', with: 'key' });
      assert.deepEqual(await idsOf(scene, 'cleo'), result.outcome === 'committed' ? ['s1'] : ['s1', 's2', 's3']);
      const owner = (await begin(scene, { sessionHash: 'token-of-s2' })).session;
      assert.equal(owner?.id, result.outcome === 'committed' ? 's1' : 's2');
    },
    'ending a flow ends it, and ending one that is not there is no conflict': async (scene) => {
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1') });
      await write(scene, { flow: sampleFlow(scene.tenant, 'f2') });
      await write(scene, { guards: { flow: { id: 'f1', version: 1 } }, endFlow: { id: 'f1' } });
      assert.equal((await begin(scene, { flowHash: 'token-of-f1' })).flow, undefined);
      await write(scene, { endFlow: { id: 'f1' }, flow: sampleFlow(scene.tenant, 'f3') });
      assert.equal((await begin(scene, { flowHash: 'token-of-f2' })).flow?.id, 'f2');
      assert.equal((await begin(scene, { flowHash: 'token-of-f3' })).flow?.id, 'f3');
    },
    'an account that is deleted goes with its sessions, devices and counters, and leaves its events': async (scene) => {
      const { store, tenant } = scene;
      const byId = { account: { kind: 'id', value: cleo } } as const;
      await threeAndOne(scene);
      const event = sampleEvent(tenant, 'e1', { accountId: cleo });
      await write(scene, {
        device: sampleDevice('cleo', 'd1'),
        events: [{ ...event, recipients: sampleRecipients() }],
      });
      await admitted(scene, {}, byId);
      await admitted(scene, {}, { ...byId, deviceHashes: ['d1'] });
      await write(scene, { guards: { account: { id: cleo, version: 1 } }, deleteAccount: { id: cleo } });
      assert.deepEqual(await store.listSessions(tenant, cleo, NOW), []);
      assert.equal((await begin(scene, { sessionHash: 'token-of-s1' })).session, undefined);
      assert.deepEqual(await store.listCounters(tenant), []);
      assert.deepEqual((await store.listEvents(tenant, { limit: 10 })).items, [event]);
      assert.deepEqual(await store.eventsToNotify(10), [{ ...event, recipients: sampleRecipients() }]);
      assert.deepEqual(await store.listDevices(tenant, cleo), []);
      assert.equal((await begin(scene, { ...byId, deviceHashes: ['d1'] })).knownDevice, undefined);
      await addAccounts(scene, sampleAccount(tenant, 'cleo', { createdAt: later(DAY) }));
      assert.equal((await begin(scene, { ...byId, deviceHashes: ['d1'] })).knownDevice, undefined);
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 0, total: 0 });
      assert.deepEqual(await idsOf(scene, 'dora'), ['s4']);
    },
  },
};
