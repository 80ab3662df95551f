import { type Evidence, type Instant, type Policy, settingUp } from '@sallyport/core';
import type { AccountRecord, SetUpBy } from '@sallyport/store';
import { factsOf } from '../factors/facts.ts';

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
