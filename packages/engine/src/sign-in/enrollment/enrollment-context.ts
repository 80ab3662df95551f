import type { EnrollableMethod, Instant, Policy } from '@sallyport/core';
import type { AccountRecord, AttemptAsked, FlowRecord, SetUpBy } from '@sallyport/store';
import { whoSetUp } from '../../accounts/set-up.ts';
import { checkedRecords } from '../../acts/checked-session.ts';
import { refusedInSession } from '../../acts/refused-act.ts';
import type { Caller, LiveSession, Refusal } from '../../contract/index.ts';
import { evidenceForActs, liveEvidence } from '../../factors/facts.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { tokenHash } from '../../kernel/secrets/token.ts';
import { guardSession } from '../../sessions/guard.ts';
import { countedIn, type Guess } from '../../state/counted-guess.ts';
import { deviceHashes } from '../../state/device-tokens.ts';
import type { Counted } from '../../state/load.ts';
import { judgeInFlow } from '../decide-in.ts';
import { isOver, overFor } from '../flow-over.ts';
import { enrolls, flowOf } from '../flow-record.ts';
import { loadInFlow } from '../load-in-flow.ts';

export type EnrollmentContext = {
  readonly account: AccountRecord;
  readonly now: Instant;
  readonly boundTo: string;
  readonly guess: Guess;
  readonly setUpBy: SetUpBy | undefined;
  whoSets(latest: AccountRecord, policy: Policy): SetUpBy | undefined;
} & (
  | { readonly kind: 'flow'; readonly loaded: Counted; readonly flow: FlowRecord; readonly token: string }
  | { readonly kind: 'session'; readonly session: LiveSession }
);

export async function enrollmentContext(
  kernel: Kernel,
  caller: Caller,
  method: EnrollableMethod,
  counting?: Counting,
): Promise<EnrollmentContext | Refusal> {
  // The flow may be another account's.
  const flowToken = caller.continues === false ? undefined : caller.flowToken;
  const inFlow = flowToken === undefined ? undefined : await flowContext(kernel, caller, flowToken, method, counting);
  if (inFlow !== undefined && !('refused' in inFlow)) return inFlow;
  // The session may be another account's.
  if (caller.continues === true) return inFlow ?? { refused: 'flow-expired' };
  const session = await guardSession(kernel, caller, { needs: 'set-up' });
  if ('refused' in session) return inFlow !== undefined && session.refused === 'no-session' ? inFlow : session;
  const { account, record } = checkedRecords(session);
  const { policy } = kernel.policies.known(caller.tenant);
  const now = kernel.now();
  const { evidence } = record;
  const refused = refusedInSession(policy, { type: 'enroll', factor: method }, account, { evidence, now });
  if (refused !== undefined) return refused;
  const whoSets: EnrollmentContext['whoSets'] = (latest, inForce) =>
    whoSetUp(inForce, latest, evidenceForActs(latest, evidence), now);
  const setUpBy = whoSets(account, policy);
  const guess = await countedInSession(kernel, session, counting);
  if (guess.outcome === 'locked') return refusedAsLocked(guess, counting);
  // A new password and signing out everywhere else raise the epoch, and void what a thief began in this session.
  const boundTo = `session ${session.id} ${account.epoch}`;
  return { kind: 'session', session, account, now, boundTo, guess, setUpBy, whoSets };
}

export interface Counting {
  readonly guess: (policy: Policy) => AttemptAsked;
  readonly inSession: boolean;
  readonly ifLocked: 'locked' | 'too-many-mails';
}

function refusedAsLocked(
  { until }: Extract<Guess, { readonly outcome: 'locked' }>,
  counting: Counting | undefined,
): Refusal {
  const { ifLocked = 'locked' } = counting ?? {};
  return { refused: ifLocked, until };
}

async function countedInSession(
  kernel: Kernel,
  { tenant, accountId }: LiveSession,
  counting: Counting | undefined,
): Promise<Guess> {
  if (counting?.inSession !== true) return { outcome: 'not-counted' };
  return (await loadInFlow(kernel, { tenant, account: { kind: 'id', value: accountId }, guess: counting.guess })).guess;
}

async function flowContext(
  kernel: Kernel,
  caller: Caller,
  token: string,
  method: EnrollableMethod,
  counting: Counting | undefined,
): Promise<EnrollmentContext | Refusal> {
  const loaded = await loadInFlow(kernel, {
    tenant: caller.tenant,
    flowHash: tokenHash(token),
    deviceHashes: deviceHashes(caller),
    guess: counting && ((policy) => ({ ...counting.guess(policy), onlyIfAccepted: [enrolls(method)] })),
  });
  const { flow, account, now, guess } = loaded;
  await using counted = countedIn(guess);
  if (flow === undefined || flow.mode !== caller.mode) return { refused: 'flow-expired' };
  if (guess.outcome === 'locked') return refusedAsLocked(guess, counting);
  if (account === undefined || flow.evidence.length === 0) return { refused: 'invalid-credentials' };
  if (await isOver(kernel, loaded)) return overFor(caller);
  if (counting !== undefined && guess.outcome === 'not-counted') return { refused: 'method-not-allowed' };
  if (account.block !== undefined) return { refused: 'account-blocked' };
  const evidence = liveEvidence(flow, account);
  const { policy } = loaded.inForce;
  const asked = { act: { type: 'enroll', factor: method } } as const;
  const verdict = judgeInFlow(policy, asked, flow, { evidence, now }, account);
  if (verdict.outcome === 'refused') return { refused: 'method-not-allowed' };
  const { purpose } = flowOf(flow);
  const whoSets: EnrollmentContext['whoSets'] = (latest, inForce) =>
    whoSetUp(inForce, latest, liveEvidence(flow, latest), now, { kind: 'flow', purpose });
  const setUpBy = whoSets(account, policy);
  const boundTo = `${flow.id} ${account.epoch}`;
  const open = counted?.move() ?? guess;
  return {
    kind: 'flow',
    loaded: { ...loaded, guess: open },
    flow,
    token,
    account,
    now,
    boundTo,
    guess: open,
    setUpBy,
    whoSets,
  };
}
