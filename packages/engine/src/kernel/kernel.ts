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
import type { HostMembers } from './host-members.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import type { OrganisationSource } from './organisation-source.ts';
import type { PasswordHashing } from './passwords/password-hashing.ts';
import type { PolicySource } from './policy-source.ts';
import type { RecentChecks } from './recent-checks.ts';
import type { Anywhere, RequestPlace } from './request-place.ts';
import type { RolesHeard } from './roles-heard.ts';
import type { KeyRing } from './secrets/key-ring.ts';
import type { Random } from './secrets/token.ts';
import type { ShadowNotes } from './shadow-notes.ts';
import type { Site } from './site.ts';
import type { ThreatPreviews } from './threat-previews.ts';
import type { Timer } from './timer.ts';

/** Losing the memory of this process changes no answer. */
export interface Kernel {
  /** @throws SallyportConfigError if the host's function answers no origin */
  readonly siteOf: (tenant: TenantId) => Site;
  readonly sharesRpId: boolean;
  readonly postQuantum: boolean;
  /** Everything but `commit`. */
  readonly store: Omit<Store, 'commit'>;
  readonly commit: (change: FlowCommit) => Promise<CommitResult>;
  /** Only `performAct` and `completeStep` call this, which judge before they write (`npm run lint`). */
  readonly commitAct: (change: EngineCommit) => Promise<CommitResult>;
  readonly policies: PolicySource;
  readonly place: RequestPlace;
  /** Absent: the store keeps none. */
  readonly organisations?: OrganisationSource | undefined;
  /** Absent: the store keeps the memberships. */
  readonly hostMembers?: HostMembers | undefined;
  /** The kernel without a request. Absent in that kernel itself. */
  readonly unplaced?: UnplacedKernel;
  readonly ring: KeyRing;
  readonly log: ActionLog;
  readonly passwords: PasswordHashing;
  readonly random: Random;
  readonly now: () => Instant;
  /**
   * The only way to the parts of a tenant.
   *
   * @throws SallyportConfigError `bad-tenant`
   */
  readonly of: (tenant: TenantId) => TenantParts;
  readonly timer: Timer;
  readonly notifyOwner: NotifyOwner | undefined;
  readonly resolveSubject: ResolveSubject | undefined;
  readonly verifyElsewhere: VerifyElsewhere | undefined;
  readonly beforeDeletion: BeforeDeletion | undefined;
  readonly afterDeletion: AfterDeletion | undefined;
  readonly sessionCountQueue: OneAtATime;
  readonly administratorsQueue: OneAtATime;
  readonly breachedPasswords: BreachedPasswords | undefined;
  readonly rolesHeard: RolesHeard;
  readonly recentChecks?: RecentChecks | undefined;
  readonly taken?: (() => void) | undefined;
  readonly exposure: ListExposure | undefined;
  readonly displayNames: DisplayNames | undefined;
  readonly threats: ThreatPreviews | undefined;
  readonly shadows: ShadowNotes;
  readonly logger: Logger;
  /** The reply's time reveals nothing about the work. */
  readonly runAfterReply: (name: string, work: () => Promise<unknown>) => void;
}

/** Without a request. What is written, ended, counted or remembered goes by this kernel: no request's place decides about other people. */
export type UnplacedKernel = Kernel & { readonly place: Anywhere };

export interface TenantParts {
  readonly host: HostMethods;
  readonly firstPolicy: Policy;
  readonly sendMail: SendMail | undefined;
  readonly codes: ReadonlyMap<string, HostCode>;
  readonly providers: ReadonlyMap<string, SignInProvider>;
  readonly directory: Directory | undefined;
  readonly attestation: AttestationTrust;
  readonly vault: VaultOptions | undefined;
}
