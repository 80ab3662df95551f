import { type Grant, type Instant, instant, type Policy, sessionLimits } from '@sallyport/core';
import type { AccountRecord, FlowRecord, SessionRecord } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import { GrantedSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { LONGEST_USER_AGENT } from '../kernel/limits.ts';
import { newId, newToken, tokenHash } from '../kernel/secrets/token.ts';
import { isWanting } from './tightening.ts';

export interface NewSession {
  readonly granted: GrantedSession;
  readonly token: string;
}

/**
 * Makes a session from a grant, and from nothing else (N3): the grant has to be one the core issued, for this account, in this
 * flow, under this version of the policy.
 *
 * @throws Error if the grant is not for this: a bug, never an answer.
 */
export function newSession(
  kernel: Kernel,
  caller: Caller,
  grant: Grant,
  context: {
    readonly flow: FlowRecord;
    readonly account: AccountRecord;
    readonly policy: Policy;
    readonly policyVersion: number;
    readonly now: Instant;
  },
): NewSession {
  const { flow, account, policy, policyVersion, now } = context;
  const raised = flow.raises?.session;
  const limits = sessionLimits(policy, factsOf(account, policy), grant.evidence);
  const bindings = grant.evidence.flatMap((proof) => (proof.binding === undefined ? [] : [proof.binding]));
  const ip = caller.ip ?? raised?.ip;
  const userAgent = caller.userAgent ?? raised?.userAgent;
  const token = newToken(kernel.random);
  return {
    token,
    granted: new GrantedSession(
      grant,
      {
        schema: 1,
        tenant: account.tenant,
        id: raised?.id ?? newId(kernel.random),
        tokenHash: tokenHash(token),
        version: (raised?.version ?? 0) + 1,
        accountId: account.id,
        epoch: account.epoch,
        mode: flow.mode,
        evidence: grant.evidence,
        bindings: [...new Set(bindings)],
        policyVersion: judgedBy(raised, isWanting(policy, grant, account, now), policyVersion),
        createdAt: raised?.createdAt ?? now,
        lastSeenAt: now,
        expiresAt: raised?.expiresAt ?? instant(now + limits.absolute),
        idle: raised?.idle ?? limits.idle,
        ip,
        userAgent: userAgent?.slice(0, LONGEST_USER_AGENT),
        begunAt: raised === undefined ? flow.begunAt : raised.begunAt,
      },
      flow.id,
      policyVersion,
    ),
  };
}

/**
 * The version of the policy a session counts as made under. One that is raised takes a newer version only if it meets what its
 * account is required under it: else a step-up to less would release it, or begin its grace anew (N10).
 */
function judgedBy(raised: SessionRecord | undefined, isWanting: boolean, inForce: number): number {
  return raised !== undefined && isWanting ? raised.policyVersion : inForce;
}
