import type { Instant } from '../time/instant.ts';
import type { DeliveredCode } from './account-factors.ts';
import type { PlainEvidence } from './methods/descriptor.ts';
import type { BUILT_IN_METHODS } from './methods/index.ts';

export type { PasskeyEvidence } from './methods/passkey.ts';
export type { PasswordEvidence } from './methods/password.ts';
export type { SsoEvidence } from './methods/sso.ts';
export type { Provenance } from './provenance.ts';

/** What a method's descriptor says its proof is. */
type ProofOf<Descriptor extends { readonly proof: (...given: never[]) => unknown }> = NonNullable<
  ReturnType<Descriptor['proof']>
>;

/**
 * One proof, as it was given: which method, when, and what about it a policy may ask for.
 * Evidence is data. The code that verified the proof makes it, and it is kept with the flow and then the session.
 */
export type Evidence =
  | ProofOf<(typeof BUILT_IN_METHODS)[number]>
  /** A delivered code of the host's. */
  | PlainEvidence<DeliveredCode>
  /** An administrator vouched with a one-time code: it opens first-factor enrollment and proves nothing else. */
  | { readonly method: 'enrollment-code'; readonly at: Instant; readonly binding?: string; readonly setUpBy?: string }
  /** A link sent to the mailbox was followed: the mailbox is proved, and an email code would prove it again. */
  | { readonly method: 'reset-token'; readonly at: Instant; readonly binding?: string; readonly setUpBy?: string };

/** Evidence that a strength can ask for. */
export type Proof = ProofOf<(typeof BUILT_IN_METHODS)[number]> | PlainEvidence<DeliveredCode>;
