import { type Evidence, type Instant, type Policy, settingUp } from '@sallyport/core';
import type { AccountRecord, SetUpBy } from '@sallyport/store';
import { factsOf } from '../factors/facts.ts';

/**
 * Returns the person who sets up a factor, an address or a link in a session with this evidence: only recent proofs count.
 *
 * @param account the account before the set-up
 */
export function whoSetUp(
  policy: Policy,
  account: AccountRecord,
  evidence: readonly Evidence[],
  now: Instant,
): SetUpBy | undefined {
  const { lowered } = account;
  return settingUp(policy, { account: factsOf(account, policy), lowered }, { kind: 'session' }, evidence, now);
}
