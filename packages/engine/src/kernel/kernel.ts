import type { HostMethods, Instant, Policy } from '@sallyport/core';
import type { CommitResult, Store, TenantId } from '@sallyport/store';
import type { Directory, SignInProvider } from '@sallyport/store/providers';
import type { AttestationTrust } from '@sallyport/webauthn';
import type {
  AfterDeletion,
  BeforeDeletion,
  BreachedPasswords,
  DisplayNames,
  ListExposure,
  Logger,
  NotifyOwner,
  ResolveSubject,
  SendMail,
  VerifyElsewhere,
} from '../contract/host.ts';
import type { VaultOptions } from '../contract/vault.ts';
import type { ActionLog } from './action-log/action-log.ts';
import type { EngineCommit, FlowCommit } from './commit.ts';
import type { HostCode } from './host-codes.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import type { PasswordHashing } from './passwords/password-hashing.ts';
import type { PolicySource } from './policy-source.ts';
import type { RolesHeard } from './roles-heard.ts';
import type { KeyRing } from './secrets/key-ring.ts';
import type { Random } from './secrets/token.ts';
import type { ThreatPreviews } from './threat-previews.ts';
import type { Timer } from './timer.ts';

/**
 * The shared context of the engine's operations: the ports, and the memory of this process: policies, heard roles, and the queue before
 * the hashing. Losing this memory changes no answer.
 */
export interface Kernel {
  readonly origin: string;
  /** Further origins whose pages may sign people in and use their sessions. */
  readonly trustedOrigins: readonly string[];
  /** The relying party (WebAuthn L3 §5.4.2): an id that is the origin's host or a domain above it, and a name for people. */
  readonly relyingParty: { readonly id: string; readonly name: string };
  /** Whether other stores have passkeys of the relying party id too. */
  readonly sharesRpId: boolean;
  /** Whether new passkeys may have keys of ML-DSA-44. */
  readonly postQuantum: boolean;
  /**
   * For reading, and for the writes that no act and no proof makes:
   *
   * - `beginStep` counts a guess, and `checkSession` writes the time of a session's last use.
   * - `writeProfiles` and `keepDay` write what administrators count.
   * - `markNotified` marks the notice of an event as sent.
   * - `appendLogBatch` writes the sealed log.
   * - `listEvents` gives the events of a tenant their places, if it reads the oldest first.
   * - `open` makes the tables.
   * - `sweep` deletes expired records.
   *
   * `commit` and `commitAct` make every other write.
   */
  readonly store: Omit<Store, 'commit'>;
  /** Writes flows, SAML requests, single-use values, attempts and events, but no change of an account, a session or the policy. */
  readonly commit: (change: FlowCommit) => Promise<CommitResult>;
  /**
   * Writes everything, granted sessions included, and soon sends the notices of the written events. Only `acts/carry-out.ts` and
   * `conclude` (the end of a step) may call this function: both judge before they write. `npm run lint` enforces this rule.
   */
  readonly commitAct: (change: EngineCommit) => Promise<CommitResult>;
  readonly policies: PolicySource;
  readonly ring: KeyRing;
  readonly log: ActionLog;
  readonly passwords: PasswordHashing;
  readonly random: Random;
  readonly now: () => Instant;
  /**
   * Returns the host's parts for a tenant: the only way to a provider, directory, mailer, code, attestation root or emergency key.
   *
   * @throws SallyportConfigError `bad-tenant`, if the host has no tenant of this name
   */
  readonly of: (tenant: TenantId) => TenantParts;
  readonly timer: Timer;
  readonly notifyOwner: NotifyOwner | undefined;
  readonly resolveSubject: ResolveSubject | undefined;
  readonly verifyElsewhere: VerifyElsewhere | undefined;
  readonly beforeDeletion: BeforeDeletion | undefined;
  readonly afterDeletion: AfterDeletion | undefined;
  /** The queue in this process for sign-ins that count an account's sessions. */
  readonly sessionCountQueue: OneAtATime;
  readonly breachedPasswords: BreachedPasswords | undefined;
  /** When this process last asked the host for an account's roles. */
  readonly rolesHeard: RolesHeard;
  readonly exposure: ListExposure | undefined;
  readonly displayNames: DisplayNames | undefined;
  /** Compares what thieves reach before and after a change of a policy. Absent if the host turned the comparison off. */
  readonly threats: ThreatPreviews | undefined;
  readonly logger: Logger;
  /**
   * Runs work after the reply is sent, so that the reply's time reveals nothing about the work. An error is logged by the work's name
   * alone.
   */
  readonly runAfterReply: (name: string, work: () => Promise<unknown>) => void;
}

/** The host's parts for one tenant. A request gets parts only by `Kernel.of`, so it cannot reach the parts of another tenant. */
export interface TenantParts {
  /** The names of these parts, for policies. A policy that names another part is an error. */
  readonly host: HostMethods;
  /** Version 0 of the tenant's policy: the policy in the code, compiled for these parts. */
  readonly firstPolicy: Policy;
  readonly sendMail: SendMail | undefined;
  /** The host's own ways to deliver codes, by their methods. */
  readonly codes: ReadonlyMap<string, HostCode>;
  /** The providers for single sign-on, by id. A provider answers in time or is unavailable. */
  readonly providers: ReadonlyMap<string, SignInProvider>;
  /** The directory that judges passwords, by a bind. */
  readonly directory: Directory | undefined;
  /** Judges attestations by the tenant's roots. */
  readonly attestation: AttestationTrust;
  /** Absent if the tenant keeps no vaults. */
  readonly vault: VaultOptions | undefined;
}
