import { type Evidence, type Instant, type Policy, recentEvidence, setUpBy } from '@sallyport/core';
import type { SetUpBy } from '@sallyport/store';

/** Whose a factor, an address or a link is that is set up with this evidence: what was proved of late decides. */
export function whoSetUp(policy: Policy, evidence: readonly Evidence[], now: Instant): SetUpBy | undefined {
  return setUpBy(recentEvidence(evidence, now, policy.recentProof));
}
