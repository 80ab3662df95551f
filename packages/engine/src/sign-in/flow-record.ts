import { type Decision, type EnrollableMethod, type Flow, type Instant, instant, type Method } from '@sallyport/core';
import type { AccountId, AccountRecord, FlowRecord } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { isHelpedIn } from '../factors/enrollment-code.ts';
import { keptValue } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newFlowToken, newId, tokenHash } from '../kernel/secrets/token.ts';

export interface NewFlow {
  readonly record: FlowRecord;
  readonly token: string;
}

export function newFlow(
  kernel: Kernel,
  caller: Caller,
  now: Instant,
  facts: Pick<FlowRecord, 'purpose' | 'subject' | 'accepts'> & {
    readonly accountId?: AccountId | undefined;
    readonly raises?: FlowRecord['raises'];
    readonly asked?: FlowRecord['asked'];
    readonly continuation?: unknown;
    readonly forAnyone?: true;
  },
): NewFlow {
  const id = newId(kernel.random);
  const token = newFlowToken(kernel.random, id);
  const { accountId, raises, continuation, ...rest } = facts;
  return {
    token,
    record: {
      schema: 1,
      tenant: caller.tenant,
      id,
      tokenHash: tokenHash(token),
      version: 1,
      mode: raises?.session.mode ?? caller.mode,
      evidence: raises?.session.evidence ?? [],
      openedAt: now,
      expiresAt: instant(now + LIFETIMES.flow),
      ...rest,
      accountId,
      raises,
      continuation: keptValue(continuation),
    },
  };
}

export function flowOf(record: FlowRecord): Flow {
  const { purpose } = record;
  if (purpose === 'link') throw new TypeError('nothing is decided in a flow to link');
  return {
    purpose,
    evidence: record.evidence,
    state: 'open',
    demand:
      record.raises === undefined
        ? undefined
        : {
            strengths: record.raises.strengths,
            within: record.raises.within,
            ...(record.raises.undated && { undated: record.raises.undated }),
          },
  };
}

export function isUnlogged({ purpose, started }: FlowRecord): boolean {
  return purpose === 'sign-in' && started !== true;
}

export function withoutChallenge(flow: FlowRecord, method: string | undefined): FlowRecord {
  return flow.challenge === undefined || flow.challenge.method !== method ? flow : { ...flow, challenge: undefined };
}

/** Some accounts may use what the tenant closes. Those ways follow the code: no answer lists them, so that it tells nothing of the account. */
export function acceptsAtOpening(
  listed: readonly Method[],
  { withDirectory }: { readonly withDirectory: boolean },
): string[] {
  const typed: readonly Method[] = withDirectory ? ['password', 'ldap'] : ['password'];
  return [...listed, 'enrollment-code', ...typed.filter((method) => !listed.includes(method))];
}

export function listedAtOpening({ accepts }: Pick<FlowRecord, 'accepts'>): readonly string[] {
  const end = accepts.indexOf('enrollment-code');
  return end === -1 ? accepts : accepts.slice(0, end);
}

export function acceptsAfter(
  decision: Decision,
  account: AccountRecord,
  flow: string | undefined,
  now: Instant,
): string[] {
  const code = isHelpedIn(account, flow, now) ? ['enrollment-code'] : [];
  switch (decision.outcome) {
    case 'factor-required':
      return [...decision.accept, ...(decision.toward === 'enrollment' ? ['enrollment-code'] : code)];
    case 'enrollment-required':
      return [...decision.offer.map((method) => enrolls(method)), ...code];
    case 'denied':
      return decision.reason === 'no-way-in' ? ['enrollment-code'] : [];
    case 'granted':
    case 'redirect':
      return [];
  }
}

export function enrolls(method: EnrollableMethod): string {
  return `enroll:${method}`;
}
