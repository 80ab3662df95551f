import type { Instant } from '../time/instant.ts';
import type { DeliveredCode } from './account-factors.ts';
import type { PlainEvidence } from './methods/descriptor.ts';
import type { BUILT_IN_METHODS } from './methods/index.ts';
import type { SameShape } from './same-shape.ts';

export type { PasskeyEvidence } from './methods/passkey.ts';
export type { PasswordEvidence } from './methods/password.ts';
export type { SsoEvidence } from './methods/sso.ts';
export type { Provenance } from './provenance.ts';

/** The type of proof that a method descriptor makes. */
type ProofOf<Descriptor extends { readonly proof: (...given: never[]) => unknown }> = NonNullable<
  ReturnType<Descriptor['proof']>
>;

/**
 * A proof: its method, its time, and the properties for which a policy can ask. Evidence is plain data. The code that
 * verified the proof makes the evidence; the flow stores the evidence, and then the session does.
 */
export type Evidence = SameShape<
  | ProofOf<(typeof BUILT_IN_METHODS)[number]>
  /** A code that the host delivered. */
  | PlainEvidence<DeliveredCode>
  /** An administrator vouched with a one-time code. The code opens first-factor enrollment; with `helpsIn` also more ({@link HelpsIn}). */
  | {
      readonly method: 'enrollment-code';
      readonly at: Instant;
      readonly binding?: string;
      readonly setUpBy?: string;
      readonly helpsIn?: HelpsIn | undefined;
    }
  /** The person followed a reset link that was mailed. The link proves the mailbox, so an email code adds no further proof. */
  | { readonly method: 'reset-token'; readonly at: Instant; readonly binding?: string; readonly setUpBy?: string }
>;

/**
 * An enrollment code that helps a person in also opens the set-up of a further factor. `further`: after a way in was proved. `first`: also as the
 * first proof of a flow, because the person lost the password, or every way in.
 */
export type HelpsIn = 'first' | 'further';

/** Evidence that can count for a strength: without enrollment codes and reset links. */
export type CountedEvidence = Exclude<Evidence, { readonly method: 'enrollment-code' | 'reset-token' }>;
