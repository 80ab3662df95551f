import { deepFreeze } from '../policy/deep-freeze.ts';
import type { Policy } from '../policy/policy.ts';
import type { Reason } from '../policy/reason.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { MethodMask } from '../strength/method.ts';
import { type EnrollmentGate, provesMailboxTwice, waysIn } from './enrollment.ts';

export function gateReasons(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
  gate: Exclude<EnrollmentGate, { readonly state: 'open' }>,
): Reason[] {
  const reasons = provesMailboxTwice(policy, account, evidence, methods) ? [SAME_MAILBOX] : [];
  if (gate.state === 'needs-proof') {
    const satisfiedBy = gate.accept.map((method) => [method]);
    reasons.push({ code: 'enrollment-needs-proof', params: {}, source: 'tenant', satisfiedBy });
  } else if (waysIn(account, methods).length > 0)
    reasons.push(account.firstFactor === undefined ? needsVouching(policy) : ACCOUNT_NEEDS_VOUCHING);
  return reasons;
}

function needsVouching({ place }: Policy): Reason {
  const context =
    place?.anywhere.firstFactor === 'vouched'
      ? undefined
      : place?.rules.find(({ firstFactor }) => firstFactor === 'vouched');
  return context === undefined ? NEEDS_VOUCHING : { ...NEEDS_VOUCHING, source: context.source };
}

const SAME_MAILBOX: Reason = deepFreeze({ code: 'same-mailbox', params: {}, source: 'account' });
const NEEDS_VOUCHING: Reason = deepFreeze({ code: 'enrollment-needs-vouching', params: {}, source: 'tenant' });
const ACCOUNT_NEEDS_VOUCHING: Reason = deepFreeze({ ...NEEDS_VOUCHING, source: 'account' });
