import { type Evidence, type Instant, type Policy, settingUp } from '@sallyport/core';
import type { AccountRecord, SetUpBy } from '@sallyport/store';
import { factsOf } from '../factors/facts.ts';

/**
 * Returns the person who sets up a factor, an address, a link or a password with this evidence. In a session and in a step-up only recent
 * proofs count.
 *
 * @param account the account before the set-up
 */
export function whoSetUp(
  policy: Policy,
  account: AccountRecord,
  evidence: readonly Evidence[],
  now: Instant,
  owner: Parameters<typeof settingUp>[2] = { kind: 'session' },
): SetUpBy | undefined {
  const { lowered } = account;
  return settingUp(policy, { account: factsOf(account, policy, now), lowered }, owner, evidence, now);
}
