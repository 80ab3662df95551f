import assert from 'node:assert/strict';
import type { EventRecord, EventType } from '@sallyport/engine';
import { accountId, DAY, HOUR, later, NOW, sampleEvent, sampleRecipients } from '../sample-records.ts';
import { type Chapter, fromOtherTenant, type Scene, write } from '../scene.ts';

const FAILED: readonly EventType[] = ['sign-in.failed'];

async function addEvents(
  scene: Scene,
  ...events: readonly (Partial<EventRecord> & { readonly id: string })[]
): Promise<void> {
  await write(scene, { events: events.map(({ id, ...over }) => sampleEvent(scene.tenant, id, over)) });
}

async function idsOf({ store, tenant }: Scene): Promise<readonly string[]> {
  return (await store.listEvents(tenant, { limit: 100 })).items.map(({ id }) => id).sort();
}

export const retention: Chapter = {
  title: 'a sweep removes the events that the host keeps no longer',
  promises: {
    'events of a type go up to an instant, and not at it': async (scene) => {
      await addEvents(scene, { id: 'old', at: later(-DAY) }, { id: 'before', at: later(-1) }, { id: 'at' });
      await addEvents(scene, { id: 'after', at: later(1) }, { id: 'other', at: later(-DAY), type: 'account.blocked' });
      assert.equal(await scene.store.sweep(later(DAY), [{ types: FAILED, before: NOW }]), 2);
      assert.deepEqual(await idsOf(scene), ['after', 'at', 'other']);
      assert.equal(await scene.store.sweep(later(DAY), [{ types: FAILED, before: NOW }]), 0);
    },
    'each type goes by the instant of its own': async (scene) => {
      const types: readonly EventType[] = ['sign-in.failed', 'sign-in.started', 'account.blocked', 'policy.changed'];
      for (const type of types) {
        await addEvents(scene, { id: `${type} old`, type, at: later(-2 * DAY) }, { id: `${type} new`, type });
      }
      const swept = await scene.store.sweep(later(DAY), [
        { types: ['sign-in.failed', 'sign-in.started'], before: later(1) },
        { types: ['account.blocked'], before: later(-DAY) },
        { types: [], before: later(DAY) },
      ]);
      assert.equal(swept, 5);
      assert.deepEqual(await idsOf(scene), ['account.blocked new', 'policy.changed new', 'policy.changed old']);
    },
    'what nobody asked to remove stays': async (scene) => {
      await addEvents(scene, { id: 'e1', at: later(-DAY) });
      await write(scene, { now: later(-DAY), countUnknownFailure: true });
      assert.equal(await scene.store.sweep(later(1_000 * DAY)), 0);
      assert.equal(await scene.store.sweep(later(1_000 * DAY), []), 0);
      assert.deepEqual(await idsOf(scene), ['e1']);
      assert.deepEqual(await scene.store.countFailures(scene.tenant, later(-DAY)), [{ hour: later(-DAY), count: 2 }]);
    },
    'an event whose owner is still to be told stays until it is told': async (scene) => {
      const old = { at: later(-DAY), accountId: accountId('cleo') };
      await addEvents(
        scene,
        { id: 'told', ...old, recipients: sampleRecipients() },
        { id: 'untold', ...old, recipients: sampleRecipients() },
      );
      await scene.store.markNotified(scene.tenant, ['told']);
      assert.equal(await scene.store.sweep(NOW, [{ types: FAILED, before: NOW }]), 1);
      assert.deepEqual(await idsOf(scene), ['untold']);
      assert.deepEqual((await scene.store.eventsToNotify(10))[0]?.recipients, sampleRecipients());
      await scene.store.markNotified(scene.tenant, ['untold']);
      assert.equal(await scene.store.sweep(NOW, [{ types: FAILED, before: NOW }]), 1);
      assert.deepEqual(await idsOf(scene), []);
    },
    'the failures of an hour at unknown identifiers go with failed sign-ins, when the hour is over': async (scene) => {
      const hours = async () =>
        (await scene.store.countFailures(scene.tenant, NOW)).map(({ hour }) => (hour - NOW) / HOUR);
      for (const now of [NOW, later(HOUR)]) await write(scene, { now, countUnknownFailure: true });
      await scene.store.sweep(later(DAY), [{ types: ['account.blocked'], before: later(DAY) }]);
      await scene.store.sweep(later(DAY), [{ types: FAILED, before: later(HOUR - 1) }]);
      assert.deepEqual(await hours(), [0, 1]);
      await scene.store.sweep(later(DAY), [{ types: FAILED, before: later(HOUR) }]);
      assert.deepEqual(await hours(), [1]);
      await scene.store.sweep(later(DAY), [{ types: FAILED, before: later(2 * HOUR) }]);
      assert.deepEqual(await hours(), []);
    },
    'it holds for every tenant': async (scene) => {
      for (const one of [scene, fromOtherTenant(scene)]) {
        await addEvents(one, { id: 'old', at: later(-DAY) }, { id: 'new', at: later(DAY) });
      }
      assert.equal(await scene.store.sweep(NOW, [{ types: FAILED, before: NOW }]), 2);
      for (const one of [scene, fromOtherTenant(scene)]) assert.deepEqual(await idsOf(one), ['new']);
    },
    'one sweep removes more than fit into one batch': async (scene) => {
      for (let commit = 0; commit < 25; commit++) {
        const names = Array.from({ length: 100 }, (_, turn) => `${commit}-${turn}`);
        await addEvents(scene, ...names.map((id) => ({ id, at: later(-DAY) })));
      }
      await addEvents(scene, { id: 'new' });
      assert.equal(await scene.store.sweep(NOW, [{ types: FAILED, before: NOW }]), 2_500);
      assert.deepEqual(await idsOf(scene), ['new']);
    },
  },
};
