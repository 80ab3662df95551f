import type { EnrollableMethod, Instant, Policy } from '@sallyport/core';
import type { Caller, LiveSession, Refusal } from '../api/index.ts';
import { type Loaded, load } from '../attempts/load.ts';
import { countedIn, giveBackUnjudged } from '../attempts/unjudged.ts';
import { hasIndependentProof, recent } from '../factors/proved-here.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hasStrongFactor } from '../records/facts.ts';
import { tokenHash } from '../secrets/token.ts';
import { behind } from '../sessions/behind.ts';
import { guardSession } from '../sessions/guard.ts';
import { decideIn } from '../step/decide-in.ts';
import { enrolls } from '../step/flow-record.ts';
import type { AccountRecord, FlowRecord, SessionRecord } from '../store/records.ts';

/** Where a factor is being set up: in a flow that asks for it, or in a session with recent proof. */
export type EnrollmentPlace = {
  readonly account: AccountRecord;
  readonly now: Instant;
  /** What a challenge is good for: this flow, or this session. */
  readonly boundTo: string;
} & (
  | { readonly kind: 'flow'; readonly loaded: Loaded; readonly flow: FlowRecord; readonly token: string }
  | { readonly kind: 'session'; readonly session: LiveSession }
);

/** Finds the place; the flow wins where there are both and it asks for this. The policy is asked again each time. */
export async function enrollmentPlace(
  kernel: Kernel,
  caller: Caller,
  method: EnrollableMethod,
  guess?: { readonly authenticator: string },
): Promise<EnrollmentPlace | Refusal> {
  const inFlow =
    caller.flowToken === undefined ? undefined : await flowPlace(kernel, caller, caller.flowToken, method, guess);
  if (inFlow !== undefined && !('refused' in inFlow)) return inFlow;
  if (caller.sessionToken === undefined) return inFlow ?? { refused: 'no-session' };
  const session = await guardSession(kernel, caller, { needs: 'recent-proof' });
  if ('refused' in session) return inFlow !== undefined && session.refused === 'no-session' ? inFlow : session;
  const { account, record } = behind(session);
  const { policy } = kernel.policies.known(caller.tenant);
  const now = kernel.now();
  if (!hasStrongFactor(account) && needsVouching(policy, account, recent(record.evidence, now, policy.recentProof)))
    return { refused: 'no-way-in' };
  return { kind: 'session', session, account, now, boundTo: `session ${session.id}` };
}

/**
 * A first factor takes an administrator's word where the policy says so, and where the session rests on a mailbox alone (N12): a step-up
 * to enhanced is the flow in which the enrollment code is shown.
 */
function needsVouching(policy: Policy, account: AccountRecord, evidence: SessionRecord['evidence']): boolean {
  const byMailbox = account.password?.provenance === 'mailbox' && !hasIndependentProof(evidence);
  return policy.firstFactor === 'vouched' || byMailbox;
}

async function flowPlace(
  kernel: Kernel,
  caller: Caller,
  token: string,
  method: EnrollableMethod,
  guess: { readonly authenticator: string } | undefined,
): Promise<EnrollmentPlace | Refusal> {
  const loaded = await load(kernel, {
    tenant: caller.tenant,
    flowHash: tokenHash(token),
    deviceHash: tokenHash(caller.deviceToken),
    attempt:
      guess === undefined
        ? undefined
        : ({ lockout }) => ({
            ...guess,
            limits: lockout,
            perDevice: false,
            onlyIfAccepted: [enrolls(method)],
          }),
  });
  const { flow, account, now, attempt } = loaded;
  const refuse = async (refused: Refusal['refused']): Promise<Refusal> => {
    await giveBackUnjudged(kernel, caller.tenant, countedIn(attempt));
    return { refused };
  };
  if (flow === undefined || flow.mode !== caller.mode) return refuse('flow-expired');
  if (attempt.outcome === 'locked') return { refused: 'locked', until: attempt.until };
  if (account === undefined || flow.evidence.length === 0) return refuse('invalid-credentials');
  const { decision } = decideIn(loaded, flow, account, { type: 'ask' });
  if (decision.outcome !== 'enrollment-required' || !decision.offer.includes(method))
    return refuse('method-not-allowed');
  return { kind: 'flow', loaded, flow, token, account, now, boundTo: flow.id };
}
