import assert from 'node:assert/strict';
import type { EventFilter, EventRecord } from '@sallyport/engine';
import { accountId, later, NOW, sampleEvent } from '../sample-records.ts';
import { type Chapter, fromOtherTenant, type Scene, write } from '../scene.ts';
import { beginWriters, EACH, idsOfWriter, WRITERS } from './event-writers.ts';

interface Read {
  readonly ids: readonly string[];
  readonly events: readonly EventRecord[];
  /** The cursor at the end of the stream. */
  readonly end: string;
}

/** A scene, and how long its stream may lag. */
interface Patient extends Scene {
  readonly streamLag: number;
}

/** Reads the stream from a cursor to its present end. */
async function readOn(
  { store, tenant }: Scene,
  cursor: string | undefined,
  filter: EventFilter = {},
  limit: number = 3,
): Promise<Read> {
  const events: EventRecord[] = [];
  let passed = cursor;
  for (let page = 0; page < 10_000; page++) {
    const asked = { limit, cursor: passed, order: 'oldest-first', ...filter } as const;
    const { items, next } = await store.listEvents(tenant, asked);
    assert.ok(next, 'a page of the stream always has a cursor to go on from');
    assert.ok(items.length <= limit);
    events.push(...items);
    if (next === passed) return { events, ids: events.map(({ id }) => id), end: next };
    passed = next;
  }
  return assert.fail('the stream comes to its end');
}

/** Reads on until there are so many events, or until no event may be missing any more. */
async function readUntil(
  { streamLag, ...scene }: Patient,
  cursor: string | undefined,
  count: number,
  filter: EventFilter = {},
): Promise<Read> {
  const end = Date.now() + streamLag;
  let read = await readOn(scene, cursor, filter);
  while (read.ids.length < count && Date.now() < end) {
    await new Promise((resume) => setTimeout(resume, 50));
    const more = await readOn(scene, read.end, filter);
    const events = [...read.events, ...more.events];
    read = { events, ids: events.map(({ id }) => id), end: more.end };
  }
  return read;
}

function inOrder(count: number, from: number = 0): readonly string[] {
  return Array.from({ length: count }, (_, turn) => `e${from + turn}`);
}

async function append(scene: Scene, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await write(scene, { events: [sampleEvent(scene.tenant, id)] });
}

export const eventStream: Chapter = {
  title: 'the action log as a stream misses nothing',
  promises: {
    'it begins with the oldest event, and goes on from the last cursor': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      await append(scene, ...inOrder(7));
      const first = await readUntil(scene, undefined, 7);
      assert.deepEqual(first.ids, inOrder(7));
      assert.deepEqual((await readOn(scene, first.end)).ids, []);
      await write(scene, { events: inOrder(4, 7).map((id) => sampleEvent(scene.tenant, id)) });
      assert.deepEqual((await readUntil(scene, first.end, 4)).ids, inOrder(4, 7));
      assert.deepEqual((await readUntil(scene, undefined, 11)).ids, inOrder(11));
    },
    'it comes in the order of the commits, whatever the instants': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      const at = [5, 0, 3].map((offset) => later(offset));
      for (const [turn, instant] of at.entries())
        await write(scene, { events: [sampleEvent(scene.tenant, `e${turn}`, { at: instant })] });
      const { ids, end } = await readUntil(scene, undefined, 3);
      assert.deepEqual(ids, inOrder(3));
      await write(scene, { events: [sampleEvent(scene.tenant, 'e3', { at: later(-1_000) })] });
      assert.deepEqual((await readUntil(scene, end, 1)).ids, ['e3']);
    },
    'it has a cursor also where there is no event yet': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      const { end, ids } = await readOn(scene, undefined);
      assert.deepEqual(ids, []);
      await append(scene, 'e0');
      assert.deepEqual((await readUntil(scene, end, 1)).ids, ['e0']);
    },
    'it shows an event as the list does, told or not': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      const recipients = { addresses: ['cleo@example.org'], identifiers: [] };
      const event = sampleEvent(scene.tenant, 'e0', { accountId: accountId('cleo'), detail: { a: 1 } });
      await write(scene, { events: [{ ...event, recipients }] });
      assert.deepEqual((await readUntil(scene, undefined, 1)).events, [event]);
      await scene.store.markNotified(scene.tenant, ['e0']);
      assert.deepEqual((await readUntil(scene, undefined, 1)).events, [event]);
      assert.deepEqual((await scene.store.listEvents(scene.tenant, { limit: 9 })).items, [event]);
    },
    'a cursor passes what a filter leaves out, and is good for another filter': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      const [cleo, dora] = [accountId('cleo'), accountId('dora')];
      const owners = [cleo, dora, dora, dora, dora, dora, cleo, dora];
      for (const [turn, owner] of owners.entries())
        await write(scene, { events: [sampleEvent(scene.tenant, `e${turn}`, { accountId: owner })] });
      await readUntil(scene, undefined, 8);
      const ofCleo = await readUntil(scene, undefined, 2, { accountId: cleo });
      assert.deepEqual(ofCleo.ids, ['e0', 'e6']);
      await append(scene, 'e8');
      assert.deepEqual((await readUntil(scene, ofCleo.end, 1)).ids, ['e8']);
    },
    'a sweep hides no event from it': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      await append(scene, ...inOrder(3));
      const { end } = await readUntil(scene, undefined, 3);
      await write(scene, { events: [sampleEvent(scene.tenant, 'e3', { type: 'sign-in.succeeded' })] });
      await scene.store.sweep(later(10), [{ types: ['sign-in.failed'], before: later(10) }]);
      await append(scene, 'e4');
      assert.deepEqual((await readUntil(scene, end, 2)).ids, ['e3', 'e4']);
      assert.deepEqual((await readUntil(scene, undefined, 2)).ids, ['e3', 'e4']);
    },
    'a sweep of the newest events leaves a cursor behind them in its place': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      await write(scene, { events: [sampleEvent(scene.tenant, 'e0', { type: 'sign-in.succeeded' })] });
      await append(scene, 'e1', 'e2');
      const { end } = await readUntil(scene, undefined, 3);
      await scene.store.sweep(later(10), [{ types: ['sign-in.failed'], before: later(10) }]);
      assert.deepEqual((await readOn(scene, end)).ids, [], 'the stream does not begin again');
      await append(scene, 'e3');
      assert.deepEqual((await readUntil(scene, end, 1)).ids, ['e3']);
    },
    'each tenant has a stream of its own': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      const other = { ...fromOtherTenant(scene), streamLag };
      await append(other, ...inOrder(5));
      await append(scene, 'mine');
      await readUntil(other, undefined, 5);
      const { ids, end } = await readUntil(scene, undefined, 1);
      assert.deepEqual(ids, ['mine']);
      await append(other, 'e5');
      // Otherwise the engine would seal a batch without events.
      assert.equal((await readOn(scene, end)).end, end, 'the end of a stream stays while another tenant writes');
      await append(scene, 'next');
      assert.deepEqual((await readUntil(scene, end, 1)).ids, ['next']);
    },
    'a cursor that is none begins it again, or finds nothing': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      await append(scene, 'e0', 'e1');
      await readUntil(scene, undefined, 2);
      for (const cursor of ['', 'x', '%00', '{"$gt":""}', "' or 1=1 --", '-1', '9'.repeat(40), '😀']) {
        const { items } = await scene.store.listEvents(scene.tenant, { limit: 10, cursor, order: 'oldest-first' });
        assert.ok(items.length === 2 || items.length === 0, cursor);
      }
    },
    'a cursor from beyond its end begins it again': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      const other = { ...fromOtherTenant(scene), streamLag };
      // A store that was restored from an older copy has fewer events than a reader's cursor says.
      await append(other, ...inOrder(9));
      const { end } = await readUntil(other, undefined, 9);
      const beyond = Buffer.from('999999').toString('base64url');
      await append(scene, 'mine');
      await readUntil(scene, undefined, 1);
      assert.deepEqual((await readOn(scene, beyond)).ids, ['mine']);
      assert.deepEqual((await readOn(other, end)).ids, [], 'the end of the stream is not beyond it');
    },
    'both orders filter by author, by types, from an instant and up to another': async (bare, { streamLag }) => {
      const scene = { ...bare, streamLag };
      const host = (id?: string) => ({ kind: 'host', id }) as const;
      const actors = ['cleo', 'system', host(), host('hr'), undefined, 'host:hr2'];
      const types = ['sign-in.failed', 'account.blocked', 'account.created'] as const;
      for (const [turn, actor] of actors.entries()) {
        const type = types[turn % 3] ?? 'sign-in.failed';
        const over = { at: later(turn), type, actor };
        await write(scene, { events: [sampleEvent(scene.tenant, `e${turn}`, over)] });
      }
      const expected: readonly (readonly [EventFilter, readonly string[]])[] = [
        [{}, inOrder(6)],
        [{ actor: 'cleo' }, ['e0']],
        [{ actor: 'system' }, ['e1']],
        [{ actor: host() }, ['e2']],
        [{ actor: host('hr') }, ['e3']],
        [{ actor: host('h') }, []],
        [{ actor: 'host' }, ['e2']],
        [{ actor: 'host:hr' }, ['e3']],
        [{ actor: host('hr2') }, ['e5']],
        [{ actor: 'host:hr2' }, ['e5']],
        [{ actor: 'nobody' }, []],
        [{ types: [] }, []],
        [{ types: ['sign-in.failed', 'account.created'] }, ['e0', 'e2', 'e3', 'e5']],
        [{ from: later(2) }, ['e2', 'e3', 'e4', 'e5']],
        [{ to: later(2) }, ['e0', 'e1']],
        [{ from: later(2), to: later(4) }, ['e2', 'e3']],
        [{ from: later(2), to: later(2) }, []],
        [{ from: later(1), types: ['sign-in.failed'], actor: host('hr') }, ['e3']],
      ];
      await readUntil(scene, undefined, 6);
      for (const [filter, ids] of expected) {
        assert.deepEqual((await readOn(scene, undefined, filter)).ids, ids, JSON.stringify(filter));
        const { items } = await scene.store.listEvents(scene.tenant, { limit: 100, ...filter });
        assert.deepEqual(
          items.map(({ id }) => id),
          ids.toReversed(),
          JSON.stringify(filter),
        );
      }
    },
    'under 20 writers and two readers none is missed, and each account’s come in order': async (
      bare,
      { streamLag },
    ) => {
      const scene = { ...bare, streamLag };
      const { ended, isWriting } = await beginWriters(scene, { at: NOW });
      const read = async (limit: number): Promise<readonly EventRecord[]> => {
        const events: EventRecord[] = [];
        let cursor: string | undefined;
        while (isWriting()) {
          const more = await readOn(scene, cursor, {}, limit);
          events.push(...more.events);
          cursor = more.end;
          await new Promise((resume) => setTimeout(resume, 1));
        }
        return [...events, ...(await readUntil(scene, cursor, WRITERS * EACH - events.length)).events];
      };
      const [, ...streams] = await Promise.all([ended, read(7), read(100)]);
      for (const stream of streams) {
        for (let turn = 0; turn < WRITERS; turn++) {
          const shown = stream.filter((event) => event.accountId === `a${turn}`).map(({ id }) => id);
          assert.deepEqual(shown, idsOfWriter(turn));
        }
      }
    },
  },
};
