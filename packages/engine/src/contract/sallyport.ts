import type { Decision, DeliveredCode, Instant, Milliseconds, StrengthName } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { OwnAccount } from './account.ts';
import type { Administration } from './administration.ts';
import type { ProviderView } from './flow.ts';
import type { Logger } from './host.ts';
import type { HostAccounts } from './host-accounts.ts';
import type { HostPolicy } from './host-policy.ts';
import type { LiveSession, Sessions } from './session.ts';
import type { Enroll, Recovery, SignIn } from './sign-in.ts';
import type { SingleSignOn } from './single-sign-on.ts';
import type { Telemetry } from './telemetry.ts';
import type { Vaults } from './vault.ts';

/** The parts of a tenant that a person may know of. */
export interface Brought {
  /** The codes that the host delivers in ways of its own, with their names for people. */
  readonly codes: readonly { readonly method: DeliveredCode; readonly label: string }[];
  /** The providers for single sign-on, with their names for people. */
  readonly providers: readonly ProviderView[];
  /** Whether the tenant keeps vaults. */
  readonly vault: boolean;
}

/** What `createSallyport` makes. */
export interface Sallyport<Strength extends string = string> {
  readonly origin: string;
  /** Further origins whose pages are trusted like the app's own. */
  readonly trustedOrigins: readonly string[];
  /** The host's, where what serves requests writes as well. */
  readonly logger: Logger;
  /** The host's, for what serves requests. */
  readonly telemetry?: Telemetry | undefined;
  /** The clock in use: what `Retry-After` and the ages of cookies are counted from. */
  now(): Instant;
  /** `tenant` option, applied by the http layer to its neutral request. */
  readonly tenantOf: (request: {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly path: string;
  }) => TenantId;
  /** What routes may ask for: the built-in strengths, and those that the policy in the code defines. */
  readonly strengths: readonly Strength[];
  /**
   * The parts of a tenant that a person may know of.
   *
   * @throws SallyportConfigError `bad-tenant`, if the host has no tenant of this name
   */
  brings(tenant: TenantId): Brought;
  readonly signIn: SignIn;
  readonly sso: SingleSignOn;
  readonly enroll: Enroll;
  readonly recovery: Recovery;
  readonly sessions: Sessions;
  readonly account: OwnAccount;
  readonly admin: Administration;
  readonly accounts: HostAccounts;
  readonly policy: HostPolicy;
  readonly vault: Vaults;
  /** The same decision for a session that exists already, against the policy in force and the roles the host tells now. */
  authorize(session: LiveSession, demand: { strength?: StrengthName; within?: Milliseconds }): Promise<Decision>;
  /**
   * Opens the store, and waits for one that does not answer yet, as long as `openWithin` says. What waiting does not mend is thrown
   * at once, with a code and a way out.
   *
   * @throws StoreUnavailable if it did not answer in time
   */
  ready(): Promise<void>;
  /** Tells owners what the action log says they are to be told, and sweeps; also runs by itself, and then waits longer each time telling fails. */
  tend(): Promise<void>;
  /** Stops timers, and waits for what is under way, for ten seconds at most. */
  close(): Promise<void>;
}
