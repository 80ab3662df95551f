import type { Instant } from '@sallyport/core';
import type { CommitResult, Store, TenantId } from '@sallyport/store';
import type { ListExposure, Logger, NotifyOwner, ResolveSubject } from '../contract/host.ts';
import type { EngineCommit, FlowCommit } from './granted-session.ts';
import type { PasswordHashing } from './passwords/password-hashing.ts';
import type { PolicySource } from './policy-source.ts';
import type { RolesHeard } from './roles-heard.ts';
import type { KeyRing } from './secrets/key-ring.ts';
import type { Random } from './secrets/token.ts';
import type { TenantParts } from './tenant-parts.ts';
import type { ThreatPreviews } from './threat-previews.ts';
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
  /** For reading; everything is written by `commit` and `commitAct`. */
  readonly store: Omit<Store, 'commit'>;
  /** Writes flows, events and attempts: nothing that changes an account, a session or the policy. */
  readonly commit: (change: FlowCommit) => Promise<CommitResult>;
  /**
   * Writes everything, granted sessions included; owners who are to be told of an event are told soon after. For `carryOut` and for the last
   * line of a step alone, which judge before they write: the architecture check says so.
   */
  readonly commitAct: (change: EngineCommit) => Promise<CommitResult>;
  readonly policies: PolicySource;
  readonly ring: KeyRing;
  readonly passwords: PasswordHashing;
  readonly random: Random;
  readonly now: () => Instant;
  /**
   * The host's parts for a tenant: the only way to a provider, directory, mailer, code, attestation root or emergency key.
   *
   * @throws SallyportConfigError `bad-tenant`, if the host has no tenant of this name
   */
  readonly of: (tenant: TenantId) => TenantParts;
  readonly timer: Timer;
  readonly notifyOwner: NotifyOwner | undefined;
  readonly resolveSubject: ResolveSubject | undefined;
  /** When this process heard it last. */
  readonly rolesHeard: RolesHeard;
  readonly exposure: ListExposure | undefined;
  /** Compares what thieves reach before and after a change of a policy. Absent: the host wants no comparison. */
  readonly threats: ThreatPreviews | undefined;
  readonly logger: Logger;
  /** Work that follows an answer, so that the answer's time tells nothing of it. What it throws is logged by its name alone. */
  readonly runAfterReply: (name: string, work: () => Promise<void>) => void;
}
