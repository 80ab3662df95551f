import type { HostMethods, Instant } from '@sallyport/core';
import type { ListExposure, Logger, NotifyOwner, ResolveSubject, SendMail } from '../api/host.ts';
import type { PasswordHashing } from '../passwords/password-hashing.ts';
import type { Directory, SignInProvider } from '../providers/provider.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import type { Random } from '../secrets/token.ts';
import type { CommitResult, Store } from '../store/port.ts';
import type { AttestationTrust } from '../webauthn/attestation/trust.ts';
import type { EngineCommit } from './granted-session.ts';
import type { HostCode } from './host-codes.ts';
import type { PolicySource } from './policy-source.ts';
import type { RolesHeard } from './roles-heard.ts';
import type { Timer } from './timer.ts';

/**
 * What every operation of the engine works with: the ports, and what this process remembers between requests of policies, of roles that
 * were heard, and of the line before the hashing. All of it can be forgotten at any time.
 */
export interface Kernel {
  readonly origin: string;
  /** Other origins whose pages may sign people in and use their sessions. */
  readonly trustedOrigins: readonly string[];
  /** The relying party (WebAuthn L3 §5.4.2): an id that is a suffix of the origin's host, and a name for people. */
  readonly relyingParty: { readonly id: string; readonly name: string };
  /** For reading; everything is written by `commit`. */
  readonly store: Omit<Store, 'commit'>;
  /** The store's `commit`, for granted sessions; owners who are to be told of an event are told soon after. */
  readonly commit: (change: EngineCommit) => Promise<CommitResult>;
  readonly policies: PolicySource;
  readonly ring: KeyRing;
  readonly passwords: PasswordHashing;
  readonly random: Random;
  readonly now: () => Instant;
  readonly timer: Timer;
  /** What the host brings, as far as a policy can name it. */
  readonly host: HostMethods;
  readonly sendMail: SendMail | undefined;
  /** The host's own ways to deliver codes, by their methods. */
  readonly codes: ReadonlyMap<string, HostCode>;
  /** Where people sign in with their corporate identity, by id; each answers in time or is unavailable. */
  readonly providers: ReadonlyMap<string, SignInProvider>;
  /** Whose passwords are asked by a bind. */
  readonly directory: Directory | undefined;
  readonly notifyOwner: NotifyOwner | undefined;
  readonly resolveSubject: ResolveSubject | undefined;
  /** When this process heard it last. */
  readonly rolesHeard: RolesHeard;
  readonly exposure: ListExposure | undefined;
  /** Whom the host trusts to vouch for authenticator models. */
  readonly attestation: AttestationTrust;
  readonly logger: Logger;
  /** Work that follows an answer, so that the answer's time tells nothing of it. What it throws is logged by its name alone. */
  readonly runAfterReply: (name: string, work: () => Promise<void>) => void;
}
