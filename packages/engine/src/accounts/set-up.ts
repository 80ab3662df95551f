import { type Evidence, type Instant, type Policy, settingUp } from '@sallyport/core';
import type { SetUpBy } from '@sallyport/store';

/** Returns the person who sets up a factor, an address or a link in a session with this evidence: only recent proofs count. */
export function whoSetUp(policy: Policy, evidence: readonly Evidence[], now: Instant): SetUpBy | undefined {
  return settingUp(policy, { kind: 'session' }, evidence, now);
}
