import assert from 'node:assert/strict';
import type { EventFilter, EventRecord } from '@sallyport/engine';
import { accountId, HOUR, later, NOW, sampleAccount, sampleEvent, sampleRecipients } from '../sample-records.ts';
import { addAccounts, type Chapter, fromOtherTenant, refuse, type Scene, write } from '../scene.ts';
import { beginWriters, EACH, idsOfWriter, WRITERS } from './event-writers.ts';

const cleo = accountId('cleo');

/** Fetches and marks pending notifications until none is left. */
async function notifyAll({ store }: Scene, notify: (event: EventRecord) => void): Promise<void> {
  for (let round = 0; round < WRITERS * EACH; round++) {
    const events = await store.eventsToNotify(7);
    if (events.length === 0) return;
    for (const event of events) {
      notify(event);
      await store.markNotified(event.tenant, [event.id]);
    }
  }
  assert.fail('what was told is not to be told again');
}

async function toTell({ store }: Scene): Promise<readonly string[]> {
  return (await store.eventsToNotify(100)).map(({ id }) => id);
}

export const events: Chapter = {
  title: 'every event that is to be told is told',
  promises: {
    'those that are to be told are, oldest first, until they have been': async (scene) => {
      const told = (id: string) => sampleEvent(scene.tenant, id, { recipients: sampleRecipients() });
      await write(scene, { events: [told('e1'), sampleEvent(scene.tenant, 'e2'), told('e3')] });
      await write(scene, { events: [told('e0')] });
      assert.deepEqual(await toTell(scene), ['e1', 'e3', 'e0']);
      assert.deepEqual(await toTell(scene), ['e1', 'e3', 'e0']);
      await scene.store.markNotified(scene.tenant, ['e3']);
      assert.deepEqual(await toTell(scene), ['e1', 'e0']);
      await scene.store.markNotified(scene.tenant, ['e1', 'e3', 'nothing', 'e0']);
      await scene.store.markNotified(scene.tenant, []);
      assert.deepEqual(await toTell(scene), []);
    },
    'the log shows an event without whom to notify, before it is told and afterwards': async (scene) => {
      const event = sampleEvent(scene.tenant, 'e1', { accountId: cleo, detail: { a: 1 } });
      await write(scene, { events: [{ ...event, recipients: sampleRecipients() }, sampleEvent(scene.tenant, 'e2')] });
      for (const _ of ['before', 'after']) {
        const { items } = await scene.store.listEvents(scene.tenant, { limit: 10 });
        assert.deepEqual(items, [sampleEvent(scene.tenant, 'e2'), event]);
        const ofCleo = await scene.store.listEvents(scene.tenant, { limit: 10, accountId: cleo });
        assert.deepEqual(ofCleo.items, [event]);
        await scene.store.markNotified(scene.tenant, ['e1']);
      }
    },
    'an event is told where its commit says, whatever becomes of the account': async (scene) => {
      const email = (address: string) => ({ email: { address, verifiedAt: NOW } });
      const changed = (version: number, before: string, after: string) => ({
        guards: { account: { id: cleo, version } },
        account: sampleAccount(scene.tenant, 'cleo', { version: version + 1, ...email(after) }),
        events: [
          sampleEvent(scene.tenant, `e${version}`, {
            accountId: cleo,
            type: 'account.email-changed',
            recipients: sampleRecipients(before, after),
          }),
        ],
      });
      const told = [
        sampleRecipients('old@example.org', 'thief@example.org'),
        sampleRecipients('thief@example.org', 'other@example.org'),
      ];
      const heard = async () => (await scene.store.eventsToNotify(10)).map(({ recipients }) => recipients);
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', email('old@example.org')));
      await write(scene, changed(1, 'old@example.org', 'thief@example.org'));
      await write(scene, changed(2, 'thief@example.org', 'other@example.org'));
      assert.deepEqual(await heard(), told);
      await write(scene, { guards: { account: { id: cleo, version: 3 } }, deleteAccount: { id: cleo } });
      assert.deepEqual(await heard(), told);
      await scene.store.markNotified(scene.tenant, ['e1']);
      assert.deepEqual(await heard(), told.slice(1));
    },
    'the events of an hour are counted as the log shows them': async (scene) => {
      const at = [0, 1, HOUR - 1, HOUR, 3 * HOUR, -1].map((offset) => later(offset));
      const types = ['sign-in.failed', 'sign-in.succeeded'] as const;
      const owner = { actor: 'dora', accountId: cleo };
      const many = at.map((each, turn) =>
        sampleEvent(scene.tenant, `e${turn}`, { ...owner, at: each, type: types[turn % 2] ?? 'sign-in.failed' }),
      );
      await write(scene, { events: [...many, sampleEvent(scene.tenant, 'policy', { type: 'policy.changed' })] });
      await write(fromOtherTenant(scene), { events: [sampleEvent(scene.otherTenant, 'e0')] });
      const counted = async (filter: EventFilter) =>
        (await scene.store.countEvents(scene.tenant, filter)).map((one) => [
          (one.hour - NOW) / HOUR,
          one.count,
          one.failed,
        ]);
      const ofCleo = [
        [-1, 1, 0],
        [0, 3, 2],
        [1, 1, 0],
        [3, 1, 1],
      ];
      assert.deepEqual(await counted({ accountId: cleo, actor: 'dora', types }), ofCleo);
      assert.deepEqual(await counted({}), [ofCleo[0], [0, 4, 2], ...ofCleo.slice(2)]);
      assert.deepEqual(await counted({ from: later(1), to: later(3 * HOUR), accountId: cleo }), [
        [0, 2, 1],
        [1, 1, 0],
      ]);
      assert.deepEqual(await counted({ types: [] }), []);
      assert.deepEqual(await counted({ actor: 'nobody' }), []);
    },
    'an event is told though its owner has no address': async (scene) => {
      const recipients = { addresses: [], identifiers: [] };
      await write(scene, { events: [sampleEvent(scene.tenant, 'e1', { recipients })] });
      assert.deepEqual((await scene.store.eventsToNotify(10))[0]?.recipients, recipients);
    },
    'no more are answered than asked for': async (scene) => {
      const ids = Array.from({ length: 10 }, (_, turn) => `e${turn}`);
      await write(scene, {
        events: ids.map((id) => sampleEvent(scene.tenant, id, { recipients: sampleRecipients() })),
      });
      assert.deepEqual(
        (await scene.store.eventsToNotify(3)).map(({ id }) => id),
        ['e0', 'e1', 'e2'],
      );
    },
    'they come of every tenant, and are told in one': async (scene) => {
      const other = fromOtherTenant(scene);
      for (const { tenant, ...rest } of [scene, other]) {
        await write({ tenant, ...rest }, { events: [sampleEvent(tenant, 'same', { recipients: sampleRecipients() })] });
      }
      const tenants = async () => (await scene.store.eventsToNotify(10)).map(({ tenant }) => tenant).sort();
      assert.deepEqual(await tenants(), [scene.tenant, other.tenant].sort());
      await scene.store.markNotified(scene.tenant, ['same']);
      assert.deepEqual(await tenants(), [other.tenant]);
    },
    'a change that is refused has nothing to notify': async (scene) => {
      const guards = { account: { id: accountId('nobody'), version: 1 } };
      await refuse(
        scene,
        { guards, events: [sampleEvent(scene.tenant, 'e1', { recipients: sampleRecipients() })] },
        'account',
      );
      assert.deepEqual(await toTell(scene), []);
    },
    'under 20 writers none is missed, and each account’s come in order': async (scene) => {
      const told = new Map<string, string[]>();
      const notify = ({ accountId: owner = accountId('?'), id }: EventRecord) =>
        told.set(owner, [...(told.get(owner) ?? []), id]);
      const { ended, isWriting } = await beginWriters(scene, { recipients: sampleRecipients() });
      const teller = (async () => {
        while (isWriting()) {
          await notifyAll(scene, notify);
          await new Promise((resume) => setTimeout(resume, 1));
        }
        await notifyAll(scene, notify);
      })();
      await Promise.all([ended, teller]);
      for (let turn = 0; turn < WRITERS; turn++) {
        assert.deepEqual(told.get(`a${turn}`), idsOfWriter(turn));
      }
    },
  },
};
