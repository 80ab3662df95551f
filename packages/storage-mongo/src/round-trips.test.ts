import { randomUUID } from 'node:crypto';
import { instant } from '@sallyport/core';
import { type Store, tenantId } from '@sallyport/engine';
import { sampleMembership, sampleOrganisation, sampleSamlRequest } from '@sallyport/testing/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, type OwnDatabase, ownDatabase } from './testing/mongo.test-support.ts';
import {
  account,
  change,
  device,
  event,
  flow,
  grant,
  guess,
  idOf,
  LIMITS,
  NOW,
  session,
  TENANT,
} from './testing/records.test-support.ts';

describe.skipIf(!mongo)('round trips, counted on the wire', () => {
  const commands: string[] = [];
  /** The write concern of each write. */
  const waits: unknown[] = [];
  /** The read concern of each read outside transactions. */
  const views: unknown[] = [];
  let own: OwnDatabase;
  let store: Store;

  beforeAll(async () => {
    own = await ownDatabase({ monitorCommands: true });
    own.database.client.on('commandStarted', ({ commandName, command }) => {
      commands.push(commandName);
      if (command['writeConcern'] !== undefined) waits.push(command['writeConcern']);
      if (commandName === 'find' && command['autocommit'] === undefined) views.push(command['readConcern']);
    });
    store = mongoStore(own.database, { ttl: false });
    await store.open();
  });
  afterAll(() => own?.close());

  /** The id of a new account with an open flow. The commands are counted from here on. */
  let owner = '';
  beforeEach(async () => {
    owner = randomUUID();
    await store.commit(change({ account: account(owner) }));
    await store.commit(change({ flow: flow(owner, { accountId: idOf(owner) }) }));
    commands.length = 0;
  });

  async function commandsOf(act: () => Promise<unknown>): Promise<readonly string[]> {
    commands.length = 0;
    await act();
    return [...commands];
  }

  const check = (now: number) =>
    store.checkSession({
      tenant: TENANT,
      tokenHash: `token-of-${owner}`,
      now: instant(now),
      knownPolicy: 0,
      touchAfter: 60_000,
    });

  it('a session check takes one, and one more where the session is touched', async () => {
    await store.commit(grant(owner, owner));
    expect(await commandsOf(() => check(NOW))).toEqual(['aggregate']);
    expect((await check(NOW))?.account.id).toBe(owner);
    expect(await commandsOf(() => check(NOW + 60_001))).toEqual(['aggregate', 'update']);
  });

  it('many session checks of one turn take one a tenant, after the first, which goes alone', async () => {
    await store.commit(grant(owner, owner));
    const tenants = [TENANT, tenantId('globex')];
    const checks = Array.from({ length: 40 }, (_, place) => ({
      tenant: tenants[place % 2] ?? TENANT,
      tokenHash: `token-of-${owner}`,
      now: NOW,
      knownPolicy: 0,
      touchAfter: 60_000,
    }));
    const taken = await commandsOf(async () => {
      const found = await Promise.all(checks.map(store.checkSession));
      expect(found.map((loaded) => loaded?.account.id)).toEqual(
        checks.map(({ tenant }) => (tenant === TENANT ? owner : undefined)),
      );
    });
    expect(taken).toEqual(['aggregate', 'aggregate', 'aggregate']);
  });

  it('X41 a check and a step that enter an organisation take one too, also beside others', async () => {
    await store.commit(grant(owner, owner));
    const organisation = `o-${owner}`;
    const membership = sampleMembership(TENANT, organisation, owner);
    await store.commit(change({ organisation: sampleOrganisation(TENANT, organisation), membership }));
    const plain = { tenant: TENANT, tokenHash: `token-of-${owner}`, now: NOW, knownPolicy: 0, touchAfter: 60_000 };
    const entering = { ...plain, in: { organisation, knownVersion: 1 } };
    const taken = await commandsOf(async () =>
      expect(await store.checkSession(entering)).toMatchObject({ membership, account: { id: owner } }),
    );
    expect(taken).toEqual(['aggregate']);
    const many = Array.from({ length: 20 }, (_, place) => (place % 2 === 0 ? plain : entering));
    const together = await commandsOf(async () => {
      const found = await Promise.all(many.map(store.checkSession));
      expect(found.filter((loaded) => loaded?.membership !== undefined)).toHaveLength(10);
    });
    expect(together).toEqual(['aggregate', 'aggregate']);
    const step = { tenant: TENANT, now: NOW, knownPolicy: 0, flowHash: 'none', in: entering.in };
    const account = { kind: 'id', value: idOf(owner) } as const;
    const loading = async () => expect(await store.beginStep({ ...step, account })).toMatchObject({ membership });
    expect(await commandsOf(loading)).toEqual(['aggregate']);
  });

  it('a step takes one to load, and one to count', async () => {
    const step = {
      tenant: TENANT,
      now: NOW,
      knownPolicy: 0,
      flowHash: `token-of-${owner}`,
      deviceHashes: ['d1', 'd2'],
    };
    const attempt = { authenticator: 'password', limits: LIMITS, perDevice: true, onlyIfAccepted: ['password'] };
    expect(await commandsOf(() => store.beginStep(step))).toEqual(['aggregate']);
    expect(await commandsOf(() => store.beginStep({ ...step, attempt }))).toEqual(['aggregate', 'findAndModify']);
    expect((await store.beginStep({ ...step, attempt })).attempt.outcome).toBe('counted');
  });

  it('a count lasts before anybody judges the guess, and so does the commit that answers it', async () => {
    waits.length = 0;
    await store.beginStep(guess(owner));
    await store.commit(change({ events: [event(randomUUID())] }));
    expect(waits).toEqual([{ w: 'majority' }, { w: 'majority' }]);
  });

  it('a grant takes three: all it rests on, all it writes, and the commit', async () => {
    await store.beginStep({ ...guess('-'), account: { kind: 'id', value: idOf(owner) } });
    expect(await commandsOf(() => store.commit(grant(owner, owner)))).toEqual(['find', 'update', 'commitTransaction']);
    expect((await check(NOW))?.session.id).toBe(owner);
  });

  it('what a step writes is not read first: a flow that opens, what its next proof moves on, and the grant', async () => {
    const own = `step-${owner}`;
    const tokenHash = `token-of-${own}`;
    const known = { account: { id: idOf(owner), version: 1 } };
    const opened = change({
      guards: known,
      flow: flow(own, { accountId: idOf(owner) }),
      events: [event(`opened-${own}`)],
    });
    expect(await commandsOf(() => store.commit(opened))).toEqual(['update', 'commitTransaction']);

    const { attempt } = await store.beginStep(guess(owner));
    if (attempt.outcome !== 'counted') throw new Error('it was counted');
    const moved = change({
      guards: { ...known, flow: { id: own, version: 1, tokenHash } },
      flow: flow(own, { accountId: idOf(owner), version: 2 }),
      giveBack: attempt.ref,
      events: [event(`moved-${own}`)],
    });
    expect(await commandsOf(() => store.commit(moved))).toEqual(['update', 'commitTransaction']);
    expect(await store.listCounters(TENANT, [owner])).toEqual([]);
    expect(await store.commit(moved)).toEqual({ outcome: 'conflict', with: 'flow' });

    const renamed = change({
      guards: { ...known, flow: { id: own, version: 2, tokenHash } },
      flow: flow(own, { accountId: idOf(owner), version: 3, tokenHash: `new-${tokenHash}` }),
      events: [event(`renamed-${own}`)],
    });
    expect(await commandsOf(() => store.commit(renamed))).toEqual(['update', 'commitTransaction']);
    const found = { tenant: TENANT, now: NOW, knownPolicy: 0 };
    expect((await store.beginStep({ ...found, flowHash: tokenHash })).flow).toBeUndefined();
    expect((await store.beginStep({ ...found, flowHash: `new-${tokenHash}` })).flow?.version).toBe(3);

    const granted = grant(own, owner);
    const named = { subject: owner, by: 'stranger', authenticators: ['password'] } as const;
    const guards = { ...known, flow: { id: own, version: 3, tokenHash: `new-${tokenHash}` } };
    const taken = await commandsOf(() => store.commit({ ...granted, guards, clearCounters: named }));
    // Reads the devices at the same time, to forget the oldest of more than ten.
    expect(taken.toSorted()).toEqual(['commitTransaction', 'find', 'update']);
    const step = { tenant: TENANT, now: NOW, knownPolicy: 0, sessionHash: granted.newSession?.session.tokenHash };
    expect((await store.beginStep(step)).session).toEqual(granted.newSession?.session);
  });

  it('what is given back beside the transaction takes one more, at the same time', async () => {
    const { attempt } = await store.beginStep(guess(owner));
    if (attempt.outcome !== 'counted') throw new Error('it was counted');
    const next = flow(owner, { accountId: idOf(owner), version: 2 });
    const guards = { flow: { id: owner, version: 1 }, account: { id: idOf(owner), version: 1 } };
    const taken = await commandsOf(() => store.commit(change({ guards, flow: next, giveBack: attempt.ref })));
    expect(taken.toSorted()).toEqual(['commitTransaction', 'find', 'update', 'update']);
  });

  it('so does a session that moves on under another token, or stays under its own', async () => {
    await store.commit(grant(owner, owner));
    for (const [version, tokenHash] of [`rotated-${owner}`, `rotated-${owner}`].entries()) {
      const guards = { session: { id: owner, version: version + 1 } };
      const next = session(owner, owner, { version: version + 2, tokenHash });
      const taken = await commandsOf(() => store.commit(change({ guards, session: next })));
      expect(taken).toEqual(['find', 'update', 'commitTransaction']);
    }
    expect(await check(NOW)).toBeUndefined();
  });

  it('one document takes one statement', async () => {
    const guards = { flow: { id: owner, version: 1 } };
    const singles = {
      event: change({ events: [event(randomUUID())] }),
      flow: change({ flow: flow(randomUUID()) }),
      nextFlow: change({ guards, flow: flow(owner, { accountId: idOf(owner), version: 2 }) }),
      samlRequest: change({ samlRequest: sampleSamlRequest(TENANT, owner) }),
      nextSamlRequest: change({
        guards: { samlRequest: { id: owner, version: 1 } },
        samlRequest: sampleSamlRequest(TENANT, owner, { version: 2 }),
      }),
      failure: change({ countUnknownFailure: true }),
      singleUse: change({ uses: [{ key: owner, expiresAt: instant(NOW + 1) }] }),
    };
    for (const [what, single] of Object.entries(singles)) {
      expect(await commandsOf(() => store.commit(single)), what).toEqual(['update']);
    }
    expect(await store.commit(singles.nextFlow)).toEqual({ outcome: 'conflict', with: 'flow' });
    expect(await store.commit(singles.nextSamlRequest)).toEqual({ outcome: 'conflict', with: 'samlRequest' });
    expect(await store.commit(singles.singleUse)).toEqual({ outcome: 'conflict', with: 'used' });
    expect(await store.commit(singles.event)).toEqual({ outcome: 'conflict', with: 'key' });
  });

  it('an account, its keys and its events are one update', async () => {
    const created = change({ account: account(randomUUID()), events: [event(randomUUID())] });
    expect(await commandsOf(() => store.commit(created))).toEqual(['find', 'update', 'commitTransaction']);
    expect(await commandsOf(() => store.readAccount(TENANT, idOf(owner)))).toEqual(['find']);
  });

  it('whether any tenant has a passkey takes one, which goes by an index and reads no account', async () => {
    const uses = async () => {
      const stats = own.database.collection('sallyport').aggregate([{ $indexStats: {} }]);
      return (await stats.toArray()).find(({ name }) => name === 'passkeys')?.['accesses'].ops;
    };
    const before = Number(await uses());
    expect(await commandsOf(() => store.hasPasskey('nobodys'))).toEqual(['find']);
    expect(Number(await uses())).toBe(before + 1);
  });

  it('a session of an account that knows ten devices forgets the oldest after the commit', async () => {
    for (let turn = 0; turn < 12; turn++) {
      const id = `${owner}-${turn}`;
      await store.commit(change({ flow: flow(id) }));
      const granted = { ...grant(id, owner), device: device(owner, id, { lastSeenAt: instant(NOW + turn) }) };
      const more = turn < 10 ? [] : ['delete', 'delete'];
      expect(await commandsOf(() => store.commit(granted))).toEqual(['find', 'update', 'commitTransaction', ...more]);
    }
    expect(session('s', owner).accountId).toBe(owner);
  });

  it('events get their places from one snapshot: a longer scan could give a later event the place before an earlier event', async () => {
    views.length = 0;
    await store.listEvents(TENANT, { limit: 10, order: 'oldest-first' });
    expect(views).toEqual([{ level: 'snapshot' }]);
  });
});
