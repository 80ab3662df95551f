import type { Instant } from '@sallyport/core';
import type { ListExposure, Logger, NotifyOwner, ResolveSubject, SendMail } from '../api/host.ts';
import type { PasswordHashing } from '../passwords/password-hashing.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import type { Random } from '../secrets/token.ts';
import type { Store } from '../store/port.ts';
import type { AttestationTrust } from '../webauthn/attestation/trust.ts';
import type { PolicySource } from './policy-source.ts';

/** What every act of the engine works with: ports, and nothing that changes of itself. */
export interface Kernel {
  readonly origin: string;
  /** The relying party (WebAuthn L3 §5.4.2): an id that is a suffix of the origin's host, and a name for people. */
  readonly relyingParty: { readonly id: string; readonly name: string };
  /** For reading; everything is written by `commit`. */
  readonly store: Omit<Store, 'commit'>;
  /** The store's, and owners who are to be told of it are told soon after. */
  readonly commit: Store['commit'];
  readonly policies: PolicySource;
  readonly ring: KeyRing;
  readonly passwords: PasswordHashing;
  readonly random: Random;
  readonly now: () => Instant;
  readonly sendMail: SendMail | undefined;
  readonly notifyOwner: NotifyOwner | undefined;
  readonly resolveSubject: ResolveSubject | undefined;
  readonly exposure: ListExposure | undefined;
  /** Whom the host trusts to vouch for authenticator models. */
  readonly attestation: AttestationTrust;
  readonly logger: Logger;
  /** Work that follows an answer, so that the answer's time tells nothing of it. What it throws is logged by its name alone. */
  readonly afterwards: (name: string, work: () => Promise<void>) => void;
}
