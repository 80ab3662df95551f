import assert from 'node:assert/strict';
import { admitted, guess, guessesOf } from '../attempts.ts';
import {
  accountId,
  DAY,
  HOUR,
  later,
  MINUTE,
  NOW,
  sampleAccount,
  sampleFlow,
  sampleSamlRequest,
  sampleSession,
} from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, openSessions, refuse, type Scene, write } from '../scene.ts';
import { furnish, pictureOf } from '../world.ts';

/** Creates a record of each kind that ends within the hour, and a record of each kind that does not. */
async function halfWithinTheHour(scene: Scene): Promise<void> {
  const { tenant } = scene;
  await addAccounts(scene, sampleAccount(tenant, 'cleo'));
  await openSessions(
    scene,
    sampleSession(tenant, 'past', 'cleo', { expiresAt: later(HOUR), idle: DAY }),
    sampleSession(tenant, 'silent', 'cleo', { idle: MINUTE }),
    sampleSession(tenant, 'live', 'cleo', { expiresAt: later(HOUR + 1), idle: HOUR }),
  );
  await write(scene, { flow: sampleFlow(tenant, 'past', { expiresAt: later(HOUR) }) });
  await write(scene, { flow: sampleFlow(tenant, 'live', { expiresAt: later(HOUR + 1) }) });
  await write(scene, { samlRequest: sampleSamlRequest(tenant, 'past', { expiresAt: later(HOUR) }) });
  await write(scene, { samlRequest: sampleSamlRequest(tenant, 'live', { expiresAt: later(HOUR + 1) }) });
  await write(scene, {
    uses: [
      { key: 'past', expiresAt: later(HOUR) },
      { key: 'live', expiresAt: later(HOUR + 1) },
    ],
  });
}

export const sweep: Chapter = {
  title: 'a sweep removes what is past its end',
  promises: {
    'what is past goes, and is counted; what is live stays': async (scene) => {
      const { store, tenant } = scene;
      await halfWithinTheHour(scene);
      assert.equal(await store.sweep(NOW), 0);
      assert.equal(await store.sweep(later(HOUR)), 5);
      assert.equal(await store.sweep(later(HOUR)), 0);
      const sessions = await store.listSessions(tenant, accountId('cleo'), NOW);
      assert.deepEqual(
        sessions.map(({ id }) => id),
        ['live'],
      );
      assert.equal(await store.readSamlRequest(tenant, 'past', NOW), undefined);
      assert.notEqual(await store.readSamlRequest(tenant, 'live', NOW), undefined);
      await refuse(scene, { guards: { flow: { id: 'past', version: 1 } } }, 'flow');
      await write(scene, { guards: { flow: { id: 'live', version: 1 }, session: { id: 'live', version: 1 } } });
      await write(scene, { uses: [{ key: 'past', expiresAt: later(DAY) }] });
      await refuse(scene, { uses: [{ key: 'live', expiresAt: later(DAY) }] }, 'used');
    },
    'accounts, policies, administrators, devices and events are never past': async (scene) => {
      await furnish(scene);
      const before = await pictureOf(scene);
      await scene.store.sweep(later(10_000 * DAY));
      const after = await pictureOf(scene);
      const kept = [
        'accounts',
        'owners',
        'policy',
        'policyVersions',
        'administrators',
        'devicesOfCleo',
        'events',
        'toTell',
        'failures',
      ];
      for (const kind of [...kept, 'counters']) assert.deepEqual(after[kind], before[kind], kind);
    },
    'the counter of an unknown identifier stays for its window and its lock, and goes in the end': async (scene) => {
      await atOnce(10, () => guess(scene));
      await admitted(scene, { subjectIfUnknown: 'another' });
      await scene.store.sweep(later(15 * MINUTE - 1));
      assert.deepEqual(await guessesOf(scene), { recent: 5, total: 5 });
      assert.deepEqual(await guessesOf(scene, 'another'), { recent: 1, total: 1 });
      assert.equal((await guess(scene, {}, { now: later(10 * MINUTE - 1) })).outcome, 'locked');
      assert.equal(await scene.store.sweep(later(400 * DAY)), 2);
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
    },
    'the counter of a deleted account, counted in a flow that outlives the account, goes in the end': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1', { accountId: accountId('cleo'), subject: 'cleo' }) });
      const id = accountId('cleo');
      await write(scene, { guards: { account: { id, version: 1 } }, deleteAccount: { id } });
      assert.equal((await admitted(scene, {}, { flowHash: 'token-of-f1' })).subject, 'cleo');
      await scene.store.sweep(later(400 * DAY));
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
    },
    'a counter of mails to an unknown identifier stays for its window and its lock, and no longer': async (scene) => {
      const mail = { authenticator: 'mail:recovery', perDevice: false };
      await atOnce(10, () => guess(scene, mail));
      await admitted(scene, { ...mail, subjectIfUnknown: 'another' });
      await admitted(scene, { subjectIfUnknown: 'guessed at' });
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await admitted(scene, mail, { account: { kind: 'id', value: accountId('cleo') } });
      assert.equal(await scene.store.sweep(later(15 * MINUTE - 1)), 0);
      assert.equal((await guess(scene, mail, { now: later(10 * MINUTE - 1) })).outcome, 'locked');
      assert.equal(await scene.store.sweep(later(15 * MINUTE)), 2);
      const left = await scene.store.listCounters(scene.tenant);
      assert.deepEqual(left.map(({ subject }) => subject).sort(), ['cleo', 'guessed at']);
    },
    'the counter of an account stays, and its hard limit with it': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await admitted(scene, {}, { account: { kind: 'id', value: accountId('cleo') } });
      await scene.store.sweep(later(400 * DAY));
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 1, total: 1 });
    },
    'it sweeps every tenant': async (scene) => {
      for (const tenant of [scene.tenant, scene.otherTenant]) {
        await write({ ...scene, tenant }, { flow: sampleFlow(tenant, 'f1') });
      }
      assert.equal(await scene.store.sweep(later(HOUR)), 2);
    },
    'two sweeps at once, beside writers, harm nobody': async (scene) => {
      await halfWithinTheHour(scene);
      const sweeps = await Promise.all([
        scene.store.sweep(later(HOUR)),
        scene.store.sweep(later(HOUR)),
        atOnce(50, (turn) => write(scene, { flow: sampleFlow(scene.tenant, `f${turn}`, { expiresAt: later(DAY) }) })),
      ]);
      assert.equal(sweeps[0] + sweeps[1], 5);
    },
  },
};
