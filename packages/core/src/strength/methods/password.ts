import type { Provenance } from '../provenance.ts';
import type { PlainEvidence, WayIn } from './descriptor.ts';

/** A verified local password. */
export interface PasswordEvidence extends PlainEvidence<'password'> {
  /**
   * `mailbox` if the password was set through a mailed link, which anyone with the mailbox could follow. Default: the provenance in the account's
   * factors. State
   * the provenance if you keep proofs: a password that is replaced after the proof changes the account's provenance, and not the proof's.
   */
  readonly provenance?: Provenance;
  /** A recovery in the flow set the password, and nobody has typed it at a sign-in. Absent: the person typed the password. */
  readonly setUpHere?: true;
}

export const password: WayIn<'password', PasswordEvidence> = {
  name: 'password',
  use: 'way-in',
  beside: [],
  inSentences: 'password',
  guessed: true,
  worthForSetUp: 'none',
  enrolled: ({ password: set }) => set !== undefined,
  factor: {
    name: 'password',
    form: "'password' or 'password:mailbox'",
    add: (factors, { which = 'independent' }) =>
      which === 'mailbox' || which === 'independent' ? { ...factors, password: which } : undefined,
  },
  proof: (_, { password: provenance }, at) =>
    provenance === undefined ? undefined : { method: 'password', at, provenance },
};
