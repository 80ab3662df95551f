import { createNoopMeter, ProxyTracerProvider } from '@opentelemetry/api';
import { memoryStore } from '@sallyport/storage-memory';
import type { Commit, CommitResult, Store } from '@sallyport/store';
import { type Measured, type Registered, registerOpenTelemetry } from '@sallyport/test-support/adapters/telemetry';
import { ACME, change, event, flow, NOW, RECIPIENTS } from '@sallyport/test-support/stores/records';
import { describe, expect, it } from 'vitest';
import { openTelemetry } from './index.ts';
import { instruments } from './instruments.ts';
import { seenStore } from './seen-store.ts';

const COMMITTED: CommitResult = { outcome: 'committed' };
const CONFLICT: CommitResult = { outcome: 'conflict', with: 'account' };

/** A store that answers each commit with the result. */
const answering = (result: CommitResult, verbs: Partial<Store> = {}): Store =>
  Object.assign(Object.create(memoryStore()), { commit: () => Promise.resolve(result), ...verbs });

interface Observed extends Pick<Registered, 'spans'> {
  readonly store: Store;
  measured(name: string): Promise<readonly Measured[]>;
  /** The value of a gauge. */
  level(name: string): Promise<number | undefined>;
}

function observed(given: Store): Observed {
  const { api, spans, metrics } = registerOpenTelemetry();
  const measured: Observed['measured'] = async (name) => (await metrics()).filter((one) => one.name === name);
  return {
    store: openTelemetry(api).store(given, () => NOW),
    spans,
    measured,
    level: async (name) => (await measured(name))[0]?.value,
  };
}

describe('sign-ins and lockouts', () => {
  it('are counted by their outcome and method. A method that the event does not have is left out', async () => {
    const { store, measured } = observed(answering(COMMITTED));
    const events = [
      event('e1', { type: 'sign-in.started' }),
      event('e2', { type: 'sign-in.succeeded', method: 'totp' }),
      event('e3', { type: 'sign-in.denied' }),
      event('e4', { type: 'account.locked' }),
    ];
    await store.commit(change({ events }));
    expect((await measured('sallyport.sign_ins')).map(({ attributes }) => attributes)).toStrictEqual([
      { 'sallyport.outcome': 'succeeded', 'sallyport.method': 'totp' },
      { 'sallyport.outcome': 'denied' },
    ]);
    expect((await measured('sallyport.lockouts')).map(({ attributes }) => attributes)).toStrictEqual([{}]);
    expect(await measured('sallyport.events')).toHaveLength(4);
  });
});

describe('a commit that conflicts', () => {
  it('is no error. Its span tells the record of the conflict', async () => {
    const { store, spans, measured } = observed(answering(CONFLICT));
    expect(await store.commit(change({}))).toBe(CONFLICT);
    expect(spans()).toMatchObject([{ name: 'sallyport.store.commit', status: { code: 0 } }]);
    expect(spans()[0]?.attributes).toEqual({
      'sallyport.store.operation': 'commit',
      'sallyport.store.conflict': 'account',
    });
    expect(await measured('sallyport.store.errors')).toEqual([]);
  });

  it('counts nothing that it did not write', async () => {
    const { store, measured, level } = observed(answering(CONFLICT));
    const noticed = event('e1', { type: 'sign-in.succeeded', recipients: RECIPIENTS });
    await store.commit(change({ flow: flow('f1'), countUnknownFailure: true, events: [noticed] }));
    expect(await measured('sallyport.sign_ins')).toEqual([]);
    expect(await measured('sallyport.events')).toEqual([]);
    expect(await level('sallyport.flows.open')).toBe(0);
    expect(await level('sallyport.notices.waiting')).toBe(0);
  });
});

it.each([undefined, null, 'a text', {}])('a verb that answers %j has no conflict', async (answer) => {
  const { store, spans } = observed(Object.assign(Object.create(memoryStore()), { open: async () => answer }));
  expect(await store.open()).toBe(answer);
  expect(spans()[0]?.attributes).toEqual({ 'sallyport.store.operation': 'open' });
});

describe('waiting notices', () => {
  it('are the committed events with recipients', async () => {
    const { store, level } = observed(answering(COMMITTED));
    await store.commit(change({ events: [event('e1'), event('e2', { recipients: RECIPIENTS }), event('e3')] }));
    expect(await level('sallyport.notices.waiting')).toBe(1);
  });

  it('are as many as the store has, also of other processes, less what is sent', async () => {
    const marked: unknown[] = [];
    const waiting = [event('e1'), event('e2'), event('e3')];
    const { store, level } = observed(
      answering(COMMITTED, {
        eventsToNotify: async (limit) => waiting.slice(0, limit),
        markNotified: async (...given) => void marked.push(given),
      }),
    );
    expect(await store.eventsToNotify(10)).toEqual(waiting);
    expect(await level('sallyport.notices.waiting')).toBe(3);
    await store.markNotified(ACME, ['e1']);
    expect(await level('sallyport.notices.waiting')).toBe(2);
    // Another process can have committed the events.
    const others = ['e2', 'e3', 'e4'];
    await store.markNotified(ACME, others);
    expect(await level('sallyport.notices.waiting')).toBe(0);
    expect(marked).toEqual([
      [ACME, ['e1']],
      [ACME, others],
    ]);
  });
});

describe('open flows', () => {
  it('are those of this process: the next state of a flow that another process opened is not counted', async () => {
    const { store, level } = observed(answering(COMMITTED));
    const guards: Commit['guards'] = { flow: { id: 'f1', version: 1 } };
    await store.commit(change({ guards, flow: flow('f1', { version: 2 }) }));
    expect(await level('sallyport.flows.open')).toBe(0);
    await store.commit(change({ flow: flow('f2') }));
    expect(await level('sallyport.flows.open')).toBe(1);
  });

  it('are remembered up to 50,000. Beyond, the oldest is forgotten', async () => {
    // Without an SDK, because that many spans take long.
    const levels = { hashingWaiting: () => 0, flowsOpen: () => 0, noticesWaiting: () => 0 };
    const measured = instruments(createNoopMeter(), levels);
    const tracer = new ProxyTracerProvider().getTracer('none');
    const { store, flowsOpen } = seenStore(tracer, measured, answering(COMMITTED), () => NOW);
    const open = (place: number): Promise<CommitResult> => store.commit(change({ flow: flow(`f${place}`) }));
    for (let place = 1; place <= 50_000; place += 1) await open(place);
    await store.commit(change({ endFlow: { id: 'f1' } }));
    expect(flowsOpen()).toBe(49_999);
    await open(50_001);
    expect(flowsOpen()).toBe(50_000);
    await open(50_002);
    await store.commit(change({ endFlow: { id: 'f50002' } }));
    expect(flowsOpen()).toBe(49_999);
    await store.commit(change({ endFlow: { id: 'f2' } }));
    expect(flowsOpen()).toBe(49_999);
  });
});
