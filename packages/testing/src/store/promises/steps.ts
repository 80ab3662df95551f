import assert from 'node:assert/strict';
import type { AttemptRef, Commit, SessionRecord } from '@sallyport/engine';
import { admitted } from '../attempts.ts';
import {
  accountId,
  HOUR,
  later,
  MINUTE,
  SECOND,
  sampleAccount,
  sampleDevice,
  sampleEvent,
  sampleFlow,
  samplePasskey,
  samplePolicy,
  sampleSession,
} from '../sample-records.ts';
import { atOnce, begin, type Chapter, type Obstacle, refuse, type Scene, tally, tryWrite, write } from '../scene.ts';
import { furnish, pictureOf } from '../world.ts';

const cleo = accountId('cleo');
const GUARDS = {
  flow: { id: 'f1', version: 1, tokenHash: 'token-of-f1' },
  account: { id: cleo, version: 1 },
  policy: 1,
} as const;

/** A grant in a furnished tenant. Names the flow by its token and the counters by their authenticators, as a step does. */
function grant({ tenant }: Scene, over: Partial<Commit> = {}): Partial<Commit> {
  return {
    guards: GUARDS,
    account: sampleAccount(tenant, 'cleo', { version: 2, passkeys: [samplePasskey('key-of-cleo')] }),
    keysStay: true,
    newSession: { session: sampleSession(tenant, 's4', 'cleo'), consumes: { flowId: 'f1' } },
    device: sampleDevice('cleo', 'd2'),
    clearCounters: { subject: 'cleo', by: 'stranger', authenticators: ['password', 'totp'] },
    events: [sampleEvent(tenant, 'e3')],
    ...over,
  };
}

/** The same proof, if the policy asks for a further factor: the flow moves on. */
function moveOn({ tenant }: Scene, over: Partial<Commit> = {}): Partial<Commit> {
  return {
    guards: GUARDS,
    flow: sampleFlow(tenant, 'f1', { version: 2, accountId: cleo }),
    events: [sampleEvent(tenant, 'e3')],
    ...over,
  };
}

const otherFlow = { ...GUARDS, flow: { ...GUARDS.flow, version: 2 } };
const otherAccount = { ...GUARDS, account: { ...GUARDS.account, version: 2 } };

const obstacles: Readonly<Record<string, readonly [Obstacle, (scene: Scene) => Partial<Commit>]>> = {
  'the flow of a grant is at another version': ['flow', (scene) => grant(scene, { guards: otherFlow })],
  'the flow of a grant is past its end': ['flow', (scene) => grant(scene, { now: later(HOUR) })],
  'the account of a grant is at another version': [
    'account',
    (scene) => grant(scene, { guards: otherAccount, account: undefined, keysStay: undefined }),
  ],
  'the account that a grant writes is at another version': [
    'account',
    (scene) => grant(scene, { guards: otherAccount, account: sampleAccount(scene.tenant, 'cleo', { version: 3 }) }),
  ],
  'the policy of a grant is another': ['policy', (scene) => grant(scene, { guards: { ...GUARDS, policy: 2 } })],
  'what a grant uses was used before': [
    'used',
    (scene) => grant(scene, { uses: [{ key: 'used-before', expiresAt: later(HOUR) }] }),
  ],
  'the flow that moves on is at another version': [
    'flow',
    ({ tenant, ...scene }) =>
      moveOn({ tenant, ...scene }, { guards: otherFlow, flow: sampleFlow(tenant, 'f1', { version: 3 }) }),
  ],
  'the flow that moves on is past its end': ['flow', (scene) => moveOn(scene, { now: later(HOUR) })],
  'the account beside a flow that moves on is at another version': [
    'account',
    (scene) => moveOn(scene, { guards: otherAccount }),
  ],
  'the policy beside a flow that moves on is another': [
    'policy',
    (scene) => moveOn(scene, { guards: { ...GUARDS, policy: 2 } }),
  ],
};

async function leavesNothing(scene: Scene, obstacle: Obstacle, change: Partial<Commit>): Promise<void> {
  await furnish(scene);
  const before = await pictureOf(scene);
  await refuse(scene, change, obstacle);
  assert.deepEqual(await pictureOf(scene), before);
}

async function sessionsOf({ store, tenant }: Scene): Promise<readonly SessionRecord[]> {
  return store.listSessions(tenant, cleo, later(0));
}

/** A step names its flow by the token, without an earlier read. */
export const steps: Chapter = {
  title: 'what a step writes is whole or nothing',
  promises: {
    'a grant is written whole': async (scene) => {
      await furnish(scene);
      await admitted(scene, { authenticator: 'totp' }, { knownPolicy: 1, account: { kind: 'id', value: cleo } });
      const before = await pictureOf(scene);
      const change = grant(scene);
      await write(scene, change);
      const after = await pictureOf(scene);
      assert.deepEqual(await scene.store.readAccount(scene.tenant, cleo), change.account);
      assert.deepEqual(after['owners'], before['owners']);
      assert.deepEqual(after['sessionsOfCleo'], ['s1', 's2', 's4']);
      assert.deepEqual((await begin(scene, { knownPolicy: 1, flowHash: 'token-of-f1' })).flow, undefined);
      assert.deepEqual(after['devices'], [true, true]);
      const left = await scene.store.listCounters(scene.tenant);
      assert.deepEqual(left.map(({ subject, device = '-' }) => `${subject} ${device}`).sort(), ['cleo d1', 'dora -']);
      assert.deepEqual(
        (await scene.store.listEvents(scene.tenant, { limit: 1 })).items.map(({ id }) => id),
        ['e3'],
      );
    },
    'a device that is known keeps its id, and since when it is known': async (scene) => {
      await furnish(scene);
      const again = sampleDevice('cleo', 'd1', { id: 'another', createdAt: later(MINUTE), lastSeenAt: later(MINUTE) });
      const known = { subject: 'cleo', by: 'known-device', device: 'd1', authenticators: ['password'] } as const;
      await write(scene, grant(scene, { device: { ...again, userAgent: '$literal' }, clearCounters: known }));
      const expected = { ...sampleDevice('cleo', 'd1'), lastSeenAt: later(MINUTE), userAgent: '$literal' };
      assert.deepEqual(await scene.store.listDevices(scene.tenant, cleo), [expected]);
      const left = await scene.store.listCounters(scene.tenant, ['cleo']);
      assert.deepEqual(
        left.map(({ device = '-', counter }) => `${device} ${counter.recent}/${counter.total}`),
        ['- 1/0'],
      );
    },
    'of more than ten devices the one not seen for longest goes': async (scene) => {
      await furnish(scene);
      for (let age = 1; age < 10; age++) {
        await write(scene, { device: sampleDevice('cleo', `older-${age}`, { lastSeenAt: later(-age * SECOND) }) });
      }
      await write(scene, grant(scene));
      const tokens = (await scene.store.listDevices(scene.tenant, cleo)).map(({ tokenHash }) => tokenHash);
      const stay = Array.from({ length: 8 }, (_, place) => `older-${place + 1}`);
      assert.deepEqual([...tokens].sort(), ['d1', 'd2', ...stay]);
    },
    'a flow moves on, and the guess that was right is given back': async (scene) => {
      await furnish(scene);
      const giveBack = await admitted(scene, {}, { knownPolicy: 1, account: { kind: 'id', value: accountId('dora') } });
      const before = await scene.store.listCounters(scene.tenant, ['dora']);
      const change = moveOn(scene, { giveBack });
      await write(scene, change);
      const { flow } = await begin(scene, { knownPolicy: 1, flowHash: 'token-of-f1' });
      assert.deepEqual(flow, change.flow);
      const [after] = await scene.store.listCounters(scene.tenant, ['dora']);
      assert.deepEqual([before[0]?.counter.total, after?.counter.total], [2, 1]);
    },
    'a grant is one of 100 at once': async (scene) => {
      await furnish(scene);
      const results = await atOnce(100, (turn) =>
        tryWrite(scene, {
          ...grant(scene, { account: undefined, keysStay: undefined }),
          newSession: { session: sampleSession(scene.tenant, `g${turn}`, 'cleo'), consumes: { flowId: 'f1' } },
          events: [sampleEvent(scene.tenant, `g${turn}`)],
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, flow: 99 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.deepEqual((await sessionsOf(scene)).map(({ id }) => id).sort(), [`g${winner}`, 's1', 's2']);
      const { items } = await scene.store.listEvents(scene.tenant, { limit: 100 });
      assert.deepEqual(items.map(({ id }) => id).sort(), ['e1', 'e2', `g${winner}`]);
    },
    'each guess of 20 that race to move one flow on is given back': async (scene) => {
      await furnish(scene);
      const step = { knownPolicy: 1, account: { kind: 'id', value: accountId('dora') } } as const;
      const refs: AttemptRef[] = [];
      for (let turn = 0; turn < 4; turn++) refs.push(await admitted(scene, {}, step));
      const results = await atOnce(20, (turn) =>
        tryWrite(scene, moveOn(scene, { giveBack: refs[turn], events: [sampleEvent(scene.tenant, `m${turn}`)] })),
      );
      assert.deepEqual(tally(results), { committed: 1, flow: 19 });
      const [after] = await scene.store.listCounters(scene.tenant, ['dora']);
      assert.equal(after?.counter.total, 1);
    },
    'grants of one account, 20 at once in as many flows, each on its device, all come through or are in conflict':
      async (scene) => {
        await furnish(scene);
        const flows = Array.from({ length: 20 }, (_, turn) => sampleFlow(scene.tenant, `flow-${turn}`));
        for (const flow of flows) await write(scene, { flow });
        const results = await atOnce(20, (turn) => {
          const id = `flow-${turn}`;
          return tryWrite(scene, {
            ...grant(scene, { account: undefined, keysStay: undefined }),
            guards: { ...GUARDS, flow: { id, version: 1, tokenHash: `token-of-${id}` } },
            newSession: { session: sampleSession(scene.tenant, `g${turn}`, 'cleo'), consumes: { flowId: id } },
            device: sampleDevice('cleo', `device-${turn}`),
            events: [sampleEvent(scene.tenant, `g${turn}`)],
          });
        });
        const through = results.flatMap(({ outcome }, turn) => (outcome === 'committed' ? [`g${turn}`] : []));
        assert.ok(through.length > 0);
        assert.deepEqual((await sessionsOf(scene)).map(({ id }) => id).sort(), [...through, 's1', 's2'].sort());
      },
    'a grant beside a newer policy, and beside a newer account: of grant and account one comes through': async (
      scene,
      { rounds },
    ) => {
      await furnish(scene);
      let version = 1;
      for (let round = 0; round < Math.min(rounds, 20); round++) {
        const id = `flow-${round}`;
        await write(scene, { flow: sampleFlow(scene.tenant, id) });
        const guards = {
          ...GUARDS,
          account: { id: cleo, version },
          flow: { id, version: 1, tokenHash: `token-of-${id}` },
        };
        const account = sampleAccount(scene.tenant, 'cleo', {
          version: version + 1,
          passkeys: [samplePasskey('key-of-cleo')],
        });
        const results = await Promise.all([
          tryWrite(scene, {
            ...grant(scene, { guards, account }),
            newSession: { session: sampleSession(scene.tenant, `g${round}`, 'cleo'), consumes: { flowId: id } },
            events: [sampleEvent(scene.tenant, `g${round}`)],
          }),
          tryWrite(scene, { guards: { account: guards.account }, account: { ...account, epoch: 0, roles: ['round'] } }),
        ]);
        assert.deepEqual(tally(results), { committed: 1, account: 1 });
        version += 1;
      }
      await write(scene, { policy: samplePolicy(scene.tenant, 2) });
      await refuse(
        scene,
        grant(scene, {
          guards: { ...GUARDS, account: { id: cleo, version } },
          account: undefined,
          keysStay: undefined,
        }),
        'policy',
      );
    },
    ...Object.fromEntries(
      Object.entries(obstacles).map(([what, [obstacle, change]]) => [
        `nothing is left behind where ${what}`,
        (scene: Scene) => leavesNothing(scene, obstacle, change(scene)),
      ]),
    ),
  },
};
