import { formerToken, type Grant, type Instant, instant, type Policy, sessionLimits } from '@sallyport/core';
import type { AccountRecord, FlowRecord, SessionRecord } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import { deviceBinding, isDeviceBinding } from '../factors/binding.ts';
import { factsOf } from '../factors/facts.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { GrantedSession } from '../kernel/granted-session.ts';
import { keptStart } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { LONGEST_USER_AGENT } from '../kernel/limits.ts';
import { newId, tokenHash } from '../kernel/secrets/token.ts';
import { newSessionToken, replacedTokenHash } from './former-token.ts';
import { fallsShort } from './tightening.ts';

export interface NewSession {
  readonly granted: GrantedSession;
  readonly token: string;
}

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
    readonly device: string | undefined;
    readonly beside: SessionRecord | undefined;
  },
): NewSession {
  const { flow, account, policy, policyVersion, now, device, beside } = context;
  const raised = flow.raises?.session;
  const limits = sessionLimits(policy, factsOf(account, policy, now), grant.evidence);
  const proved = grant.evidence.flatMap((proof) => (proof.binding === undefined ? [] : [proof.binding]));
  const deviceBindings =
    device === undefined ? (raised?.bindings.filter(isDeviceBinding) ?? []) : [deviceBinding(device)];
  const ip = caller.ip === undefined ? raised?.ip : clientAddress(caller.ip);
  const userAgent = caller.userAgent ?? raised?.userAgent;
  const id = raised?.id ?? newId(kernel.random);
  const own = beside?.accountId === account.id ? beside : undefined;
  const lineage = raised === undefined ? (own?.lineage ?? own?.id) : raised.lineage;
  const token = newSessionToken(kernel, { tenant: account.tenant, id, accountId: account.id, lineage });
  const replaced = raised?.tokenHash ?? replacedTokenHash(caller, beside, account.id);
  return {
    token,
    granted: new GrantedSession(
      grant,
      {
        schema: 1,
        tenant: account.tenant,
        id,
        tokenHash: tokenHash(token),
        ...(replaced !== undefined && { former: formerToken(replaced, now) }),
        ...(lineage !== undefined && { lineage }),
        version: (raised?.version ?? 0) + 1,
        accountId: account.id,
        epoch: account.epoch,
        mode: flow.mode,
        evidence: grant.evidence,
        bindings: [...new Set([...proved, ...deviceBindings])],
        policyVersion: policyVersionOf(raised, fallsShort(policy, grant, account, now), policyVersion),
        createdAt: raised?.createdAt ?? now,
        lastSeenAt: now,
        expiresAt: raised?.expiresAt ?? instant(now + limits.absolute),
        idle: raised?.idle ?? limits.idle,
        ip,
        userAgent: keptStart(userAgent, LONGEST_USER_AGENT),
        begunAt: raised === undefined ? flow.begunAt : raised.begunAt,
      },
      flow.id,
      policyVersion,
    ),
  };
}

/** A step-up to a weaker strength must not escape the tightening, or restart the grace (N10). */
function policyVersionOf(raised: SessionRecord | undefined, isWanting: boolean, inForce: number): number {
  return raised && isWanting ? raised.policyVersion : inForce;
}
