import { inspect } from 'node:util';
import type { Store } from '@sallyport/engine';
import { isStoreUnavailable } from '@sallyport/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, type OwnDatabase, ownDatabase } from './testing/mongo.test-support.ts';
import { account, change, event, flow, grant, guess, idOf, NOW, TENANT } from './testing/records.test-support.ts';

/** Values that an unchecked request body may have in place of a string. */
const OPERATORS: readonly unknown[] = [
  { $gt: '' },
  { $ne: null },
  { $regex: '.*' },
  ['cleo'],
  null,
  7,
  { $where: '1' },
];

/** Passes a value of the wrong type, like a host in plain JavaScript. */
function unchecked<Value>(value: unknown): Value {
  return value as Value;
}

describe.skipIf(!mongo)('operators where texts belong', () => {
  let own: OwnDatabase;
  let store: Store;

  beforeAll(async () => {
    own = await ownDatabase();
    store = mongoStore(own.database, { ttl: false });
    await store.open();
    await store.commit(change({ account: account('cleo') }));
    await store.commit(change({ flow: flow('f1', { accountId: idOf('cleo') }) }));
    await store.commit(grant('f1', 'cleo'));
  });
  afterAll(() => own?.close());

  it.each(OPERATORS.map((value) => [inspect(value), value]))('%s finds nobody and nothing', async (_, value) => {
    const step = { tenant: TENANT, now: NOW, knownPolicy: 0 };
    const page = { limit: 10 };
    const asked: Readonly<Record<string, () => Promise<unknown>>> = {
      tenant: () => store.readAccount(unchecked(value), idOf('cleo')),
      account: () => store.readAccount(TENANT, unchecked(value)),
      identifier: () => store.beginStep({ ...step, account: { kind: 'identifier', value: unchecked(value) } }),
      flow: () => store.beginStep({ ...step, flowHash: unchecked(value) }),
      session: () => store.beginStep({ ...step, sessionHash: unchecked(value) }),
      token: () => store.checkSession({ ...step, tokenHash: unchecked(value), touchAfter: 0 }),
      subject: () => store.beginStep(guess(unchecked(value))),
      subjects: () => store.listCounters(TENANT, [unchecked(value)]),
      devices: () => store.listDevices(TENANT, unchecked(value)),
      sessions: () => store.listSessions(TENANT, unchecked(value), NOW),
      events: () => store.listEvents(TENANT, { ...page, accountId: unchecked(value) }),
      type: () => store.listEvents(TENANT, { ...page, types: [unchecked(value)] }),
      author: () => store.listEvents(TENANT, { ...page, actor: unchecked(value) }),
      query: () => store.listAccounts(TENANT, { ...page, query: unchecked(value) }),
      told: () => store.markNotified(TENANT, [unchecked(value)]),
      endFlow: () => store.commit(change({ endFlow: { id: unchecked(value) } })),
      endSessions: () => store.commit(change({ endSessions: { accountId: unchecked(value) } })),
      only: () => store.commit(change({ endSessions: { accountId: idOf('cleo'), only: unchecked(value) } })),
      forgetDevices: () => store.commit(change({ forgetDevices: { accountId: unchecked(value) } })),
      device: () => store.commit(change({ forgetDevices: { accountId: idOf('cleo'), only: unchecked(value) } })),
      actor: () =>
        store.commit(change({ guards: { actor: { accountId: unchecked(value), version: 1, sessionId: 'f1' } } })),
      acting: () =>
        store.commit(
          change({ guards: { actor: { accountId: idOf('cleo'), version: 1, sessionId: unchecked(value) } } }),
        ),
      uses: () => store.commit(change({ uses: [{ key: unchecked(value), expiresAt: NOW }] })),
      clear: () => store.commit(change({ clearCounters: { subject: unchecked(value), by: 'administrator' } })),
    };
    for (const [what, ask] of Object.entries(asked)) {
      await expect(ask(), what).rejects.toMatchObject({ name: 'NotText' });
    }
    expect(await store.listSessions(TENANT, idOf('cleo'), NOW)).toHaveLength(1);
    expect(await store.eventsToNotify(10)).toHaveLength(1);
  });

  it('half of a surrogate pair is refused in a record, and nothing is written', async () => {
    const half = 'Cleo\ud800';
    for (const [turn, refused] of [
      change({ account: account('half', { displayName: half }) }),
      change({ account: account('half', { roles: [half] }) }),
      change({ account: account('half'), events: [event('e-half', { detail: { by: half } })] }),
    ].entries())
      await expect(store.commit(refused), String(turn)).rejects.toMatchObject({ name: 'NotText' });
    expect(await store.readAccount(TENANT, idOf('half'))).toBeUndefined();
  });

  it('a text that looks like a field of a document is a text', async () => {
    for (const name of ['$subject', '$$ROOT', '$$REMOVE', '{"$gt":""}']) {
      const { attempt } = await store.beginStep(guess(name));
      expect(attempt).toMatchObject({ outcome: 'counted', ref: { subject: name } });
      expect((await store.listCounters(TENANT, [name]))[0]?.subject).toBe(name);
      expect((await store.listAccounts(TENANT, { limit: 1, query: name })).items).toEqual([]);
    }
  });

  it('an object in a record, where a text belongs, is refused by the collection', async () => {
    const wrong = flow('f2', { subject: unchecked({ $gt: '' }) });
    await expect(store.commit(change({ flow: wrong }))).rejects.toSatisfy(isStoreUnavailable);
    const { flow: found } = await store.beginStep({
      tenant: TENANT,
      now: NOW,
      knownPolicy: 0,
      flowHash: wrong.tokenHash,
    });
    expect(found).toBeUndefined();
  });

  it('a fault tells nothing of what was to be written', async () => {
    const secret = 'hash-that-nobody-may-see';
    const wrong = flow('f3', { tokenHash: secret, subject: unchecked({ $gt: secret }) });
    const fault: unknown = await store.commit(change({ flow: wrong, events: [event('e9')] })).catch((error) => error);
    expect(isStoreUnavailable(fault)).toBe(true);
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toContain(secret);
  });
});
