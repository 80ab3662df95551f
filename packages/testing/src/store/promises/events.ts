import assert from 'node:assert/strict';
import type { EventRecord } from '@sallyport/engine';
import { accountId, sampleAccount, sampleEvent } from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, fromOtherTenant, refuse, type Scene, write } from '../scene.ts';

const WRITERS = 50;
const EACH = 20;

/** Fetches what is to be told until there is nothing more, and tells it. */
async function tellAll({ store }: Scene, tell: (event: EventRecord) => void): Promise<void> {
  for (let round = 0; round < WRITERS * EACH; round++) {
    const events = await store.eventsToTell(7);
    if (events.length === 0) return;
    for (const event of events) {
      tell(event);
      await store.markTold(event.tenant, [event.id]);
    }
  }
  assert.fail('what was told is not to be told again');
}

async function toTell({ store }: Scene): Promise<readonly string[]> {
  return (await store.eventsToTell(100)).map(({ id }) => id);
}

/** Owners hear of everything that concerns them. */
export const events: Chapter = {
  title: 'every event that is to be told is told',
  promises: {
    'those that are to be told are, oldest first, until they have been': async (scene) => {
      const told = (id: string, tell = true) => sampleEvent(scene.tenant, id, { tell });
      await write(scene, { events: [told('e1'), told('e2', false), told('e3')] });
      await write(scene, { events: [told('e0')] });
      assert.deepEqual(await toTell(scene), ['e1', 'e3', 'e0']);
      assert.deepEqual(await toTell(scene), ['e1', 'e3', 'e0']);
      await scene.store.markTold(scene.tenant, ['e3']);
      assert.deepEqual(await toTell(scene), ['e1', 'e0']);
      await scene.store.markTold(scene.tenant, ['e1', 'e3', 'nothing', 'e0']);
      await scene.store.markTold(scene.tenant, []);
      assert.deepEqual(await toTell(scene), []);
    },
    'being told clears the flag, and nothing else': async (scene) => {
      const event = sampleEvent(scene.tenant, 'e1', { tell: true, detail: { a: 1 } });
      await write(scene, { events: [event, sampleEvent(scene.tenant, 'e2')] });
      await scene.store.markTold(scene.tenant, ['e1']);
      const { items } = await scene.store.listEvents(scene.tenant, { limit: 10 });
      assert.deepEqual(items, [sampleEvent(scene.tenant, 'e2'), { ...event, tell: false }]);
    },
    'no more are answered than asked for': async (scene) => {
      const ids = Array.from({ length: 10 }, (_, turn) => `e${turn}`);
      await write(scene, { events: ids.map((id) => sampleEvent(scene.tenant, id, { tell: true })) });
      assert.deepEqual(
        (await scene.store.eventsToTell(3)).map(({ id }) => id),
        ['e0', 'e1', 'e2'],
      );
    },
    'they come of every tenant, and are told in one': async (scene) => {
      const other = fromOtherTenant(scene);
      for (const { tenant, ...rest } of [scene, other]) {
        await write({ tenant, ...rest }, { events: [sampleEvent(tenant, 'same', { tell: true })] });
      }
      const tenants = async () => (await scene.store.eventsToTell(10)).map(({ tenant }) => tenant).sort();
      assert.deepEqual(await tenants(), [scene.tenant, other.tenant].sort());
      await scene.store.markTold(scene.tenant, ['same']);
      assert.deepEqual(await tenants(), [other.tenant]);
    },
    'a change that is refused has nothing to tell': async (scene) => {
      const guards = { account: { id: accountId('nobody'), version: 1 } };
      await refuse(scene, { guards, events: [sampleEvent(scene.tenant, 'e1', { tell: true })] }, 'account');
      assert.deepEqual(await toTell(scene), []);
    },
    'under 50 writers none is missed, and each account’s come in order': async (scene) => {
      const told = new Map<string, string[]>();
      const tell = ({ accountId: owner = accountId('?'), id }: EventRecord) =>
        told.set(owner, [...(told.get(owner) ?? []), id]);
      await atOnce(WRITERS, (turn) => addAccounts(scene, sampleAccount(scene.tenant, `a${turn}`)));
      let writing = true;
      const writers = atOnce(WRITERS, async (turn) => {
        for (let version = 1; version <= EACH; version++) {
          const id = accountId(`a${turn}`);
          await write(scene, {
            guards: { account: { id, version } },
            account: sampleAccount(scene.tenant, id, { version: version + 1 }),
            events: [sampleEvent(scene.tenant, `${id}/${version}`, { accountId: id, tell: true })],
          });
        }
      }).finally(() => {
        writing = false;
      });
      const teller = (async () => {
        while (writing) {
          await tellAll(scene, tell);
          await new Promise((resume) => setTimeout(resume, 1));
        }
        await tellAll(scene, tell);
      })();
      await Promise.all([writers, teller]);
      for (let turn = 0; turn < WRITERS; turn++) {
        const expected = Array.from({ length: EACH }, (_, index) => `a${turn}/${index + 1}`);
        assert.deepEqual(told.get(`a${turn}`), expected);
      }
    },
  },
};
