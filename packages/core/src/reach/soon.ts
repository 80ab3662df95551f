import { offeredFactors } from '../decision/offered-factors.ts';
import { weigh } from '../decision/weigh.ts';
import { enrollmentGate } from '../enrollment/enrollment.ts';
import { datesOf } from '../policy/dates.ts';
import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { EnrollableMethod } from '../strength/method.ts';
import type { StrengthName } from '../strength/strength-name.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { AT, everythingGiven } from './proofs.ts';
import { reachOf, type Vouching } from './reach.ts';
import { accountsToCome } from './would-link.ts';

/** A date from which on an account can no longer sign in as it does now. */
export interface Soon {
  /** The date. */
  readonly from: Instant;
  /** The strongest strength that the account has to satisfy from then on, and need not satisfy now. Absent: only a way in ends. */
  readonly requiredStrength?: StrengthName;
  /** The methods of which the account sets up one. Empty: an administrator has to help. */
  readonly offer: readonly EnrollableMethod[];
}

/**
 * The first date within a time on which the policy asks an account for more than the account can give. Absent if there is none, and for an account that
 * cannot sign in with its factors already: it is asked now.
 *
 * @param policy as it is now
 * @example
 * ```ts
 * import { definePolicy, instant, milliseconds, soonOf } from '@sallyport/core';
 *
 * const policy = definePolicy({ later: [{ from: '2026-12-15T00:00:00Z', requiredStrength: 'enhanced' }] });
 * const account = { roles: [], factors: { password: 'independent', mailDomain: 'home.example', passkeys: [] } } as const;
 * const soon = soonOf(policy, account, { now: instant(Date.UTC(2026, 11, 1)), within: milliseconds(30 * 86_400_000) });
 * console.log(soon?.offer); // ['passkey', 'totp']
 * ```
 */
export function soonOf(
  policy: Policy,
  account: AccountFacts,
  {
    now,
    within,
    vouched = false,
  }: { readonly now: Instant; readonly within: Milliseconds; readonly vouched?: Vouching },
): Soon | undefined {
  const present = anywhere(policy, now);
  const dates = datesOf(present).filter((date) => date <= now + within);
  if (dates.length === 0 || reachOf(present, account, vouched).impact !== 'unaffected') return undefined;
  for (const from of dates) {
    const then = anywhere(present, from);
    const reach = reachOf(then, account, vouched);
    if (reach.impact === 'unaffected') continue;
    const offer = reach.impact === 'stranded' ? offeredBefore(present, then, account) : (reach.offer ?? []);
    const before = requirementsOf(present, account).required.map(({ name }) => name);
    const requiredStrength = requirementsOf(then, account)
      .required.map(({ name }) => name)
      .findLast((name) => !before.includes(name));
    return { from, ...(requiredStrength !== undefined && { requiredStrength }), offer };
  }
  return undefined;
}

/** The sign-in of the account ends on the date: a session from before can set up what suffices then. */
function offeredBefore(present: Policy, then: Policy, account: AccountFacts): readonly EnrollableMethod[] {
  const { methods } = requirementsOf(present, account).rule;
  const isOpen = [account, ...accountsToCome(present, account, 'nothing')].some((one) =>
    everythingGiven(present, one.factors).some(
      (evidence) => enrollmentGate(present, one, evidence, methods).state === 'open',
    ),
  );
  return isOpen ? offeredFactors(then, weigh(then, { account, evidence: [], now: AT }), []) : [];
}
