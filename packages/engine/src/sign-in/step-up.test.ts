import { type Evidence, instant } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { CheckedSession } from '../acts/checked-session.ts';
import { ANYWHERE } from '../kernel/request-place.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { loadAndCount } from '../state/load.ts';
import { flowStatus } from './flow-status.ts';
import { signIn } from './sign-in.ts';
import {
  APP,
  type Bench,
  bench,
  byApp,
  byMail,
  byPasskey,
  byPassword,
  client,
  DORA,
  dora,
  event,
  flowOfHers,
  granted,
  guess,
  inFlow,
  last,
  later,
  MINUTE,
  NOW,
  opensWith,
  PASSKEY,
  reservationAt,
  sessionOf,
  shows,
  TENANT,
} from './step.test-support.ts';
import { stepUp } from './step-up.ts';
import { takeStep } from './take-step.ts';

const SINGLE = { requiredStrength: 'single' } as const;
const id = expect.any(String);

describe('what a step-up writes', () => {
  const raised = async () => {
    const at = await bench({ policy: SINGLE, account: dora({ totp: APP }) });
    const { session, caller } = await sessionOf(at, client({ userAgent: 'Firefox' }), opensWith(byPassword()));
    at.now = later(60 * MINUTE);
    return { at, session, caller };
  };

  /** An open step-up that asks for the authenticator app. */
  const raising = async () => {
    const { at, session, caller } = await raised();
    const flow = flowOfHers({
      ...{ purpose: 'step-up', accepts: ['totp'], openedAt: at.now, expiresAt: later(90 * MINUTE) },
      ...{ evidence: session.evidence, raises: { session, strengths: ['enhanced'] } },
    });
    await at.store.commit({ tenant: TENANT, now: at.now, guards: {}, flow, events: [] });
    return { at, session, caller };
  };

  it('X8 X11 is the session, one version on under another token, and no new device', async () => {
    const { at, session, caller } = await raising();
    const { deviceTokens: _, ...stranger } = caller;
    const reply = granted(await takeStep(at.kernel, { ...stranger, flowToken: 'flow-token' }, shows(byApp(at.now))));
    const evidence = [byPassword(), byApp(at.now)];
    expect(reply.keep).toEqual({ mode: 'token', flow: null, session: { token: id, expiresAt: session.expiresAt } });
    expect(last(at)).toEqual({
      ...{ tenant: TENANT, now: at.now, giveBack: { ...guess('totp'), reservation: reservationAt(at.now) } },
      guards: {
        flow: { id: 'flow', version: 1, tokenHash: tokenHash('flow-token') },
        ...{ account: { id: DORA, version: 1 }, policy: 0, session: { id: session.id, version: 1 } },
      },
      session: {
        ...{ ...session, version: 2, tokenHash: tokenHash(reply.keep.session?.token ?? '') },
        former: { hash: session.tokenHash, until: at.now + 60_000 },
        ...{ evidence, bindings: ['password:p1', 'totp:t1', session.bindings.at(-1)], lastSeenAt: at.now },
      },
      endFlow: { id: 'flow' },
      clearCounters: { subject: DORA, by: 'stranger', authenticators: ['totp'] },
      events: [
        event('step-up.succeeded', {
          at: at.now,
          actor: DORA,
          method: 'totp',
          flow: 'flow',
          detail: { strength: 'enhanced' },
        }),
      ],
    });
  });

  it('X8 is nothing any more once the session was written otherwise: the flow is over, and the client forgets it', async () => {
    const { at, session, caller } = await raising();
    const shown = { ...caller, flowToken: 'flow-token' };
    const { status } = signIn(at.kernel);
    expect(await status(shown, { local: true })).toMatchObject({ answer: { status: 'continue' } });
    const guards = { session: { id: session.id, version: 1 } };
    // Another step-up raised the session, or an operator sealed its hint anew.
    const written = { ...session, version: 2 };
    await at.store.commit({ tenant: TENANT, now: at.now, guards, session: written, events: [] });
    const over = { refused: 'flow-expired', keep: { mode: 'token', flow: null } };
    expect(await status(shown, { local: true })).toEqual(over);
    expect(await takeStep(at.kernel, shown, shows(byApp(at.now)))).toEqual(over);
  });

  it('X8 that needs nothing new is the session alone, and forgives no guesses', async () => {
    const { at, session, caller } = await raised();
    const flow = flowOfHers({
      ...{ id: 'unstored', purpose: 'step-up', accepts: [], evidence: session.evidence },
      raises: { session, strengths: ['single'] },
    });
    const { kernel, now } = at;
    const loaded = await loadAndCount(kernel, { tenant: TENANT, account: { kind: 'id', value: DORA } });
    const step = { loaded: { ...loaded, knownDevice: 'known' }, flow, token: 'unstored-token', isNewFlow: true };
    const { keep } = granted(await flowStatus(kernel, caller, step, dora()));
    expect(keep).toEqual({ mode: 'token', flow: null, session: { token: id, expiresAt: session.expiresAt } });
    expect(last(at)).toEqual({
      ...{ tenant: TENANT, now },
      guards: { account: { id: DORA, version: 1 }, policy: 0, session: { id: session.id, version: 1 } },
      session: {
        ...{ ...session, version: 2, tokenHash: tokenHash(keep.session?.token ?? ''), lastSeenAt: now },
        former: { hash: session.tokenHash, until: now + 60_000 },
      },
      clearCounters: {
        ...{ subject: DORA, by: 'known-device', device: 'known', authenticators: [] },
      },
      events: [event('step-up.succeeded', { at: now, actor: DORA, flow: 'unstored', detail: { strength: 'single' } })],
    });
  });

  it('X4 forgives every guess where a passkey verified its user, and only there', async () => {
    for (const [userVerified, authenticators] of [
      [true, undefined],
      [false, ['password', 'passkey']],
    ] as const) {
      const flow = flowOfHers({ evidence: [byPassword()], accepts: ['passkey'], started: true });
      const at = await bench({ account: dora({ passkeys: [PASSKEY] }), flow });
      const { guess: _, ...unguessable } = shows(byPasskey(userVerified));
      granted(await takeStep(at.kernel, inFlow(), unguessable));
      expect(last(at)?.clearCounters).toStrictEqual({
        ...{ subject: DORA, by: 'stranger', device: undefined, authenticators, rebinds: undefined },
      });
      expect(last(at)?.newSession?.consumes).toEqual({ flowId: 'flow' });
      expect(last(at)?.uses).toBeUndefined();
    }
  });
});

describe('a password that a mailbox set', () => {
  const mailbox = { id: 'p1', hash: 'of a password', provenance: 'mailbox', changedAt: instant(NOW - MINUTE) } as const;
  const hers = dora({ password: mailbox, totp: APP });
  const fromMailbox = { ...byPassword(), provenance: 'mailbox' } as Extract<Evidence, { method: 'password' }>;
  const shown = async (flow: FlowRecord, at: number, factor = byApp(later(at)), account: AccountRecord = hers) => {
    const world = await bench({ account, flow, policy: { ...SINGLE, recentProof: '15m' } });
    world.now = later(at);
    const { answer } = granted(await takeStep(world.kernel, inFlow(), shows(factor)));
    expect(answer.status).toBe('complete');
    return (await world.account())?.password;
  };
  const proved = (over: Partial<FlowRecord> = {}) =>
    flowOfHers({ evidence: [fromMailbox], accepts: ['totp', 'email-code'], started: true, ...over });

  it('N12 is the owner’s once it is used beside something that is independent of the mailbox, a moment ago', async () => {
    const independent = { ...mailbox, provenance: 'independent' };
    expect(await shown(proved(), 15 * MINUTE)).toEqual(independent);
    expect(await shown(proved(), 15 * MINUTE + 1)).toEqual(mailbox);
  });

  it('N12 stays the mailbox’s beside the evidence of the recovery that set it: nobody typed the password', async () => {
    const recovered = { ...mailbox, changedAt: NOW };
    const beside = (evidence: FlowRecord['evidence'][number]) =>
      shown(proved({ evidence: [evidence] }), MINUTE, byApp(later(MINUTE)), { ...hers, password: recovered });
    expect(await beside({ ...fromMailbox, setUpHere: true })).toEqual(recovered);
    // The person typed the password in the millisecond of the recovery.
    expect(await beside(fromMailbox)).toEqual({ ...recovered, provenance: 'independent' });
    // The person typed the password before.
    expect(await beside({ ...fromMailbox, at: instant(NOW - 1) })).toEqual(recovered);
  });

  it('N12 stays the mailbox’s beside a code of the mailbox, and where it was not used', async () => {
    expect(await shown(proved(), 0, byMail())).toEqual(mailbox);
    const { password: _, ...without } = dora({ passkeys: [PASSKEY] });
    const byKey = proved({ evidence: [], accepts: ['passkey'] });
    expect(await shown(byKey, 0, byPasskey(), { ...without, password: mailbox })).toEqual(mailbox);
    expect(await shown(byKey, 0, byPasskey(), without)).toBeUndefined();
  });

  it('N12 stays the mailbox’s in a step-up whose session proved the other factor, however recently', async () => {
    const world = await bench({ account: { ...hers, passkeys: [PASSKEY] }, policy: SINGLE });
    const { session, caller } = await sessionOf(world, client(), opensWith(byPasskey()));
    const raises = { session, strengths: ['single'] };
    const flow = proved({ purpose: 'step-up', evidence: session.evidence, accepts: ['password'], raises });
    await world.store.commit({ tenant: TENANT, now: NOW, guards: {}, flow, events: [] });
    granted(await takeStep(world.kernel, { ...caller, flowToken: 'flow-token' }, shows(fromMailbox)));
    expect((await world.account())?.password).toEqual(mailbox);
  });

  it('N12 of an account that nothing else changes of is a new version of it, and an independent one is none', async () => {
    const independent = { ...mailbox, provenance: 'independent' } as const;
    for (const [password, version] of [
      [mailbox, 2],
      [independent, 1],
    ] as const) {
      const world: Bench = await bench({ account: dora({ password, totp: APP }), flow: proved(), policy: SINGLE });
      granted(await takeStep(world.kernel, inFlow(), shows(byApp())));
      expect(await world.account()).toEqual(dora({ password: independent, totp: APP, version }));
      expect(last(world)?.account?.version).toBe(version === 1 ? undefined : version);
    }
  });
});

describe('a step-up that is asked for', () => {
  const asks = async (
    asked: Parameters<typeof stepUp>[3],
    account = dora({ totp: APP }),
    isGone = false,
    meanwhile?: Partial<AccountRecord>,
  ) => {
    const at = await bench({ policy: { ...SINGLE, recentProof: '10m' }, account });
    const { session: record, caller } = await sessionOf(at, client(), opensWith(byPassword()));
    at.now = later(60 * MINUTE);
    const { policy } = at.kernel.policies.known(TENANT);
    const checked = new CheckedSession(policy, { record, account }, at.now, ANYWHERE);
    const guards = { account: { id: DORA, version: 1 } };
    if (isGone) await at.store.commit({ tenant: TENANT, now: NOW, guards, deleteAccount: { id: DORA }, events: [] });
    if (meanwhile !== undefined) await at.moves(meanwhile);
    return { at, record, reply: await stepUp(at.kernel, caller, checked, asked) };
  };

  it('X8 is a flow that raises this session, begins with its evidence, and asks for what is missing', async () => {
    const { at, record, reply } = await asks({ strength: 'enhanced', continuation: 'there' });
    const { token } = granted(reply).keep.flow ?? {};
    expect(reply).toMatchObject({
      answer: { status: 'continue', accept: [{ method: 'totp' }] },
      keep: { mode: 'token' },
    });
    expect(at.commits).toEqual([
      {
        ...{ tenant: TENANT, now: at.now, events: [] },
        guards: { account: { id: DORA, version: 1 }, policy: 0, session: { id: record.id, version: 1 } },
        flow: flowOfHers({
          ...{
            id,
            tokenHash: tokenHash(token ?? ''),
            purpose: 'step-up',
            accepts: ['totp'],
            evidence: [byPassword()],
            epoch: 0,
          },
          ...{ raises: { session: record, strengths: ['enhanced'] }, continuation: 'there' },
          ...{ openedAt: at.now, expiresAt: later(90 * MINUTE) },
        }),
      },
    ]);
  });

  it('X8 for nothing in particular asks for the account’s strongest level, freshly proved', async () => {
    const raises = async (asked: object, account = dora({ totp: APP })) => {
      const { strengths, within } = (await asks(asked, account)).at.commits[0]?.flow?.raises ?? {};
      return { strengths, within };
    };
    expect(await raises({})).toEqual({ strengths: ['enhanced'], within: 10 * MINUTE });
    expect(await raises({}, dora())).toEqual({ strengths: ['baseline'], within: 10 * MINUTE });
    expect(await raises({ strength: 'enhanced' })).toEqual({ strengths: ['enhanced'] });
    expect(await raises({ within: MINUTE })).toEqual({ strengths: ['enhanced'], within: MINUTE });
    expect(await raises({ strength: 'baseline', within: MINUTE })).toEqual({ strengths: ['baseline'], within: MINUTE });
  });

  it('X7 of somebody who is blocked is refused, and the log says so', async () => {
    const { at, reply } = await asks({ strength: 'enhanced' }, undefined, undefined, {
      block: { at: NOW, by: 'host', reason: 'left' },
    });
    expect(reply).toMatchObject({ refused: 'account-blocked' });
    expect(at.commits).toMatchObject([{ events: [{ type: 'sign-in.denied', detail: { reason: 'blocked' } }] }]);
    expect(at.commits[0]?.flow).toBeUndefined();
  });

  it('X8 that the dated evidence answers already is complete at once', async () => {
    const { at, reply } = await asks({ strength: 'single', continuation: 'there' });
    expect(reply).toMatchObject({ answer: { status: 'complete', continuation: 'there' }, keep: { flow: null } });
    expect(at.commits).toHaveLength(1);
  });

  it('X7 to a strength that the policy has not, or of an account that is gone, opens nothing', async () => {
    const unknown = await asks({ strength: 'strongest' });
    const errors = [{ path: 'strength', message: 'the policy has no strength of this name' }];
    expect(unknown.reply).toEqual({ refused: 'malformed-input', errors });
    const gone = await asks({ strength: 'enhanced' }, undefined, true);
    expect(gone.reply).toEqual({ refused: 'no-session' });
    expect([...unknown.at.commits, ...gone.at.commits]).toEqual([]);
  });
});
