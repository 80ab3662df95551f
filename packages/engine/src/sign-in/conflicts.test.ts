import { describe, expect, it } from 'vitest';
import { HostUnavailable } from '../contract/host-unavailable.ts';
import { ASK } from '../factors/proof.ts';
import { loadAndCount } from '../state/load.ts';
import { completeStep } from './complete-step.ts';
import { failed } from './failed.ts';
import {
  APP,
  bench,
  byApp,
  byMail,
  byPassword,
  client,
  DORA,
  dora,
  flowOfHers,
  granted,
  guess,
  guesses,
  inFlow,
  later,
  MINUTE,
  NOW,
  opensWith,
  reservationAt,
  sessionOf,
  shows,
  TENANT,
} from './step.test-support.ts';
import { takeStep } from './take-step.ts';

const SINGLE = { requiredStrength: 'single' } as const;
const INVALID = { refused: 'invalid-credentials' };

describe('a proof whose commit is refused', () => {
  it.each([
    ['used', 'invalid-credentials'],
    ['key', 'already-exists'],
    ['flow', 'flow-conflict'],
  ] as const)('X3 since the %s was another by then comes to %s, and is tried once', async (what, refused) => {
    const at = await bench({ policy: SINGLE });
    at.loses(1, what);
    expect(await takeStep(at.kernel, client(), opensWith(byPassword()))).toEqual({ refused });
    expect(at.commits).toHaveLength(1);
  });

  it('X3 X8 since the session that it raises was another by then ends the flow in the client, and is tried once', async () => {
    const at = await bench({ policy: SINGLE });
    at.loses(1, 'session');
    const over = { refused: 'flow-expired', keep: { mode: 'token', flow: null } };
    expect(await takeStep(at.kernel, client(), opensWith(byPassword()))).toEqual(over);
    expect(at.commits).toHaveLength(1);
  });

  it.each(['account', 'policy', 'administrators'] as const)(
    'is judged again where the %s was another by then, on what is committed now',
    async (what) => {
      const at = await bench({ policy: SINGLE });
      at.loses(1, what);
      at.beforeTheNext('commit', () => at.moves({ totp: APP }));
      const caller = client({ deviceTokens: ['device'] });
      const { answer } = granted(await takeStep(at.kernel, caller, opensWith(byPassword())));
      expect(answer.status).toBe('complete');
      const [first, second] = at.commits;
      expect(first).toMatchObject({ guards: { account: { version: 1 } }, giveBack: { authenticator: 'password' } });
      expect(second).toMatchObject({ guards: { account: { version: 2 } } });
      expect(second?.giveBack).toBeUndefined();
      expect(second?.newSession?.consumes).toEqual(first?.newSession?.consumes);
      expect(at.steps.slice(1)).toEqual([
        {
          ...{ tenant: TENANT, now: NOW, knownPolicy: 0, account: { kind: 'id', value: DORA } },
          deviceHashes: at.steps[0]?.deviceHashes,
        },
      ]);
    },
  );

  it('in a flow is judged again in the same flow, and not if that moved on meanwhile or is gone', async () => {
    const flow = flowOfHers({ started: true });
    const fresh = await bench({ policy: SINGLE, flow });
    fresh.loses(1, 'account');
    const { answer } = granted(await takeStep(fresh.kernel, inFlow(), shows(byPassword())));
    expect(answer.status).toBe('complete');
    expect(fresh.steps[1]).toMatchObject({ flowHash: flow.tokenHash, account: { kind: 'id', value: DORA } });
    for (const next of [{ flow: { ...flow, version: 2 } }, { endFlow: { id: 'flow' } }]) {
      const at = await bench({ policy: SINGLE, flow });
      at.loses(1, 'account');
      const guards = { flow: { id: 'flow', version: 1 } };
      at.beforeTheNext('commit', () => at.store.commit({ tenant: TENANT, now: NOW, guards, ...next, events: [] }));
      expect(await takeStep(at.kernel, inFlow(), shows(byPassword()))).toEqual({ refused: 'flow-conflict' });
      expect(at.commits).toHaveLength(1);
    }
  });

  it('is judged by the policy and the account that are there the second time: a block meanwhile is told', async () => {
    const at = await bench({ policy: SINGLE });
    at.beforeTheNext('commit', () => at.moves({ block: { at: NOW, by: 'host', reason: 'left' } }));
    const reply = await takeStep(at.kernel, client(), opensWith(byPassword()));
    expect(reply).toMatchObject({ refused: 'account-blocked' });
    expect(at.commits).toHaveLength(2);
    expect(await guesses(at)).toEqual([]);
  });

  it('is given up after thirty tries, as a store that is too busy, and what was counted is given back once', async () => {
    const at = await bench({ policy: SINGLE });
    at.loses(30, 'account');
    expect(await takeStep(at.kernel, client(), opensWith(byPassword()))).toEqual({ refused: 'store-unavailable' });
    expect(at.commits).toHaveLength(30);
    expect(at.commits.filter(({ giveBack }) => giveBack !== undefined)).toHaveLength(1);
    at.loses(29, 'account');
    const { answer } = granted(await takeStep(at.kernel, client(), opensWith(byPassword())));
    expect(answer.status).toBe('complete');
  });

  it('X3 is refused where nothing is left of it the second time, or nobody', async () => {
    const applies = [true, false];
    const at = await bench({ policy: SINGLE });
    at.beforeTheNext('commit', () => at.moves());
    const proof = opensWith(byPassword(), { applyTo: (account) => (applies.shift() ? account : undefined) });
    expect(await takeStep(at.kernel, client(), proof)).toEqual(INVALID);
    expect(at.commits).toHaveLength(1);
    const gone = await bench({ policy: SINGLE });
    gone.beforeTheNext('commit', () =>
      gone.store.commit({
        ...{ tenant: TENANT, now: NOW, deleteAccount: { id: DORA }, events: [] },
        guards: { account: { id: DORA, version: 1 } },
      }),
    );
    expect(await takeStep(gone.kernel, client(), opensWith(byPassword()))).toEqual(INVALID);
    expect(gone.commits).toHaveLength(1);
  });
});

describe('a right proof that comes to nothing', () => {
  it('X5 since another was quicker is given back, and nothing else is written', async () => {
    const at = await bench({ policy: SINGLE });
    const proof = opensWith(byPassword(), { applyTo: () => undefined });
    expect(await takeStep(at.kernel, client(), proof)).toEqual(INVALID);
    const giveBack = { subject: DORA, authenticator: 'password', reservation: reservationAt(NOW) };
    expect(at.commits).toEqual([{ tenant: TENANT, now: NOW, guards: {}, giveBack, events: [] }]);
    expect(await guesses(at)).toEqual([]);
  });

  it('X5 since it could not be judged is given back: the fault is thrown on', async () => {
    const at = await bench({ policy: SINGLE });
    const fault = new Error('the hashing is gone');
    const verify = (): never => {
      throw fault;
    };
    await expect(takeStep(at.kernel, client(), opensWith(byPassword(), {}, { verify }))).rejects.toBe(fault);
    expect(await guesses(at)).toEqual([]);
    expect(at.commits).toHaveLength(1);
  });

  it('X5 since the host did not tell the roles is given back', async () => {
    const resolveSubject = async (): Promise<never> => {
      throw new Error('no table');
    };
    const at = await bench({ policy: SINGLE, kernel: { resolveSubject } });
    await expect(takeStep(at.kernel, client(), opensWith(byPassword()))).rejects.toBeInstanceOf(HostUnavailable);
    expect(await guesses(at)).toEqual([]);
    expect(at.logged).toEqual([
      ['the host could not say which roles somebody has', { accountId: DORA, because: 'no table' }],
    ]);
  });

  it('X5 since it may not be tried in this client is given back, and is not verified', async () => {
    const at = await bench({ policy: SINGLE, flow: flowOfHers() });
    const seen: [] = [];
    const reply = await takeStep(at.kernel, inFlow({ mode: 'cookie' }), shows(byPassword(), {}, { seen }));
    expect(reply).toEqual({ refused: 'flow-expired' });
    expect(seen).toEqual([]);
    expect(await guesses(at)).toEqual([]);
  });

  it('X8 since the session to raise is over with its factor or its epoch is given back, and raises nothing', async () => {
    for (const over of [{ epoch: 1 }, { password: undefined }, { block: { at: NOW, by: 'host', reason: 'left' } }]) {
      const at = await bench({ policy: SINGLE, account: dora({ totp: APP }) });
      const { session, caller } = await sessionOf(at, client(), opensWith(byPassword()));
      const raises = { session, strengths: ['single'] };
      const flow = flowOfHers({ purpose: 'step-up', accepts: ['totp'], raises });
      await at.store.commit({ tenant: TENANT, now: NOW, guards: {}, flow, events: [] });
      await at.moves(over);
      const raising = { ...caller, flowToken: 'flow-token' };
      const reply = await takeStep(at.kernel, raising, shows(byApp()));
      // A block ends the flow, and says so.
      const blocked = 'block' in over;
      expect(reply).toMatchObject({ refused: blocked ? 'account-blocked' : 'flow-expired' });
      expect(at.commits).toHaveLength(1);
      expect(at.commits[0]).toMatchObject({ giveBack: { authenticator: 'totp' } });
      expect(at.commits[0]?.endFlow).toEqual(blocked ? { id: 'flow' } : undefined);
      expect(at.commits[0]?.guards.session).toBeUndefined();
      expect(await guesses(at)).toEqual([]);
    }
  });
});

describe('a wrong proof', () => {
  const wrong = { verify: async () => undefined };
  const at = NOW;
  const event = (type: string, over: object = {}) => ({
    ...{ tenant: TENANT, id: expect.any(String), at, type, accountId: DORA, ip: '192.0.2.7', method: 'password' },
    ...over,
  });
  const shared = { tenant: TENANT, now: NOW, guards: {} };
  const recipients = { addresses: ['dora@example.org'], identifiers: ['dora@example.org'] };
  /** A failure, and the event that is written if it locks the counter. */
  const judged = (over: object = {}) => ({
    judged: { attempt: guess('password'), hardLimit: 100, ifLocked: event('account.locked', { recipients, ...over }) },
  });

  it('X7 in a first step is in the log, and nothing else is written', async () => {
    const world = await bench();
    expect(await takeStep(world.kernel, client(), opensWith(byPassword(), {}, wrong))).toEqual(INVALID);
    expect(world.commits).toEqual([
      { ...shared, countUnknownFailure: false, events: [event('sign-in.failed')], ...judged() },
    ]);
    expect(await guesses(world)).toEqual([['password', 1]]);
  });

  it('X7 in a flow begins it in the log, moves it on the first time, and is logged alone after that', async () => {
    const flow = flowOfHers();
    const world = await bench({ flow });
    for (const _ of [1, 2])
      expect(await takeStep(world.kernel, inFlow(), shows(byPassword(), {}, wrong))).toEqual(INVALID);
    expect(world.commits).toEqual([
      {
        ...{ ...shared, countUnknownFailure: false, guards: { flow: { id: 'flow', version: 1 } } },
        flow: { ...flow, version: 2, started: true },
        events: [
          event('sign-in.started', { method: undefined, flow: 'flow' }),
          event('sign-in.failed', { flow: 'flow' }),
        ],
        ...judged({ flow: 'flow' }),
      },
      {
        ...{ ...shared, countUnknownFailure: false, events: [event('sign-in.failed', { flow: 'flow' })] },
        ...judged({ flow: 'flow' }),
      },
    ]);
  });

  it('X7 whose flow moved on meanwhile is logged all the same, and judged once', async () => {
    const world = await bench({ flow: flowOfHers() });
    world.loses(1, 'flow');
    expect(await takeStep(world.kernel, inFlow(), shows(byPassword(), {}, wrong))).toEqual(INVALID);
    expect(world.commits[0]?.judged).toBeDefined();
    expect(world.commits.slice(1)).toEqual([
      { ...shared, countUnknownFailure: false, events: [event('sign-in.failed', { flow: 'flow' })] },
    ]);
    expect(await world.store.listCounters(TENANT)).toMatchObject([{ counter: { recent: 1, open: [] } }]);
  });

  it('X6 at an identifier that nobody has is a number, and a flow moves on as if somebody had it', async () => {
    const account = { kind: 'identifier', value: 'nobody@example.org' } as const;
    const unknown = { authenticator: 'password', subjectIfUnknown: 'unknown:x' };
    const nobody = { subject: 'unknown:x', authenticator: 'password' };
    const world = await bench();
    const opening = opensWith(byPassword(), {}, { ...wrong, account, guess: unknown });
    expect(await takeStep(world.kernel, client(), opening)).toEqual(INVALID);
    const nobodys = { attempt: { ...nobody, reservation: reservationAt(NOW) }, hardLimit: 100 };
    expect(world.commits).toEqual([{ ...shared, countUnknownFailure: true, events: [], judged: nobodys }]);
    const flow = flowOfHers({ subject: 'unknown:x', accountId: undefined });
    const inOne = await bench({ flow });
    const tried = shows(byPassword(), {}, { ...wrong, guess: unknown });
    expect(await takeStep(inOne.kernel, inFlow(), tried)).toEqual(INVALID);
    expect(inOne.commits).toEqual([
      {
        ...{ ...shared, countUnknownFailure: true, guards: { flow: { id: 'flow', version: 1 } } },
        ...{ flow: { ...flow, version: 2, started: true }, events: [], judged: nobodys },
      },
    ]);
    // Right or wrong, it is nobody's.
    expect(await takeStep(inOne.kernel, inFlow(), shows(byPassword(), {}, { guess: unknown }))).toEqual(INVALID);
  });

  it('X6 that nothing counts is a number before a proof, and an event after one', async () => {
    const uncounted = { ...wrong, guess: undefined } as never;
    const before = await bench({ flow: flowOfHers() });
    await takeStep(before.kernel, inFlow(), shows(byPassword(), {}, uncounted));
    expect(before.commits).toEqual([{ ...shared, countUnknownFailure: true, events: [] }]);
    const flow = flowOfHers({ evidence: [byMail()], started: true });
    const after = await bench({ flow });
    await takeStep(after.kernel, inFlow(), shows(byPassword(), {}, uncounted));
    expect(after.commits).toEqual([
      { ...shared, countUnknownFailure: false, events: [event('sign-in.failed', { flow: 'flow' })] },
    ]);
  });

  it('X7 tells what came to light with it, and that no more are judged', async () => {
    const policy = { lockout: { maxFailures: 3 } };
    const world = await bench({ policy });
    const disproved = [{ type: 'passkey.suspicious', detail: { passkey: 'k1' } }] as const;
    const verify = async () => ({ disproved });
    await takeStep(world.kernel, client(), opensWith(byPassword(), {}, { verify }));
    const failure = [event('sign-in.failed'), event('passkey.suspicious', { detail: { passkey: 'k1' } })];
    const seen = world.commits[0]?.events ?? [];
    expect(seen.map(({ recipients: _, ...rest }) => rest)).toEqual(failure);
    await takeStep(world.kernel, client(), opensWith(byPassword(), {}, wrong));
    expect(world.commits[1]?.events).toEqual([event('sign-in.failed')]);
    await takeStep(world.kernel, client(), opensWith(byPassword(), {}, wrong));
    expect(world.commits[2]).toMatchObject({ events: [event('sign-in.failed')], ...judged() });
    const { items: log } = await world.store.listEvents(TENANT, { limit: 10 });
    expect(log.filter(({ type }) => type === 'account.locked')).toEqual([event('account.locked')]);
    const toTell = (await world.store.eventsToNotify(10)).map(({ type }) => type);
    expect(toTell).toEqual(['passkey.suspicious', 'account.locked']);
    const until = later(15 * MINUTE);
    const reply = await takeStep(world.kernel, client(), opensWith(byPassword()));
    expect(reply).toEqual({ refused: 'locked', until: expect.any(Number) });
    expect('until' in reply && (reply.until ?? 0) <= until && (reply.until ?? 0) > NOW).toBe(true);
    expect(world.commits).toHaveLength(3);
  });

  it('X6 that came with a reason is an event also where nothing counts it', async () => {
    const world = await bench();
    const loaded = await loadAndCount(world.kernel, { tenant: TENANT, account: { kind: 'id', value: DORA } });
    expect(await failed(world.kernel, client(), loaded, 'passkey', { disproved: [] })).toEqual(INVALID);
    expect(world.commits).toEqual([
      { ...shared, countUnknownFailure: false, events: [event('sign-in.failed', { method: 'passkey' })] },
    ]);
    expect(await failed(world.kernel, client(), loaded, 'passkey')).toEqual(INVALID);
    expect(world.commits[1]).toEqual({ ...shared, countUnknownFailure: true, events: [] });
  });

  it('X7 nobody is asked anything of, and nothing is written', async () => {
    const world = await bench();
    const loaded = await loadAndCount(world.kernel, { tenant: TENANT });
    const step = { loaded, flow: flowOfHers(), token: 'flow-token', isNewFlow: true };
    const applyTo = ({ version, ...rest }: ReturnType<typeof dora>) => ({ version, ...rest });
    expect(await completeStep(world.kernel, client(), step, { ...ASK, applyTo })).toEqual(INVALID);
    expect(world.commits).toEqual([]);
  });
});
