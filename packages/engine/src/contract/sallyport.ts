import type { Decision, DeliveredCode, DurationText } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { Me } from './account.ts';
import type { Audit, EventLog } from './audit.ts';
import type { Duration } from './duration.ts';
import type { ProviderView } from './flow.ts';
import type { OrganisationsPart } from './organisations.ts';
import type { People } from './people.ts';
import type { Policies } from './policy.ts';
import type { Secrets } from './secrets.ts';
import type { LiveSession, Sessions } from './session.ts';
import type { Enroll, Invitations, Recovery, SignIn, SignUp } from './sign-in.ts';
import type { SingleSignOn } from './single-sign-on.ts';
import type { WholeTenants } from './tenants.ts';
import type { Vaults } from './vault.ts';

/** The parts of a tenant that are public. */
export interface Brought {
  /** The host's ways to deliver codes, with their names for people. */
  readonly codes: readonly { readonly method: DeliveredCode; readonly label: string }[];
  /** The providers for single sign-on, with their names for people. */
  readonly providers: readonly ProviderView[];
  /** True if the tenant keeps vaults. */
  readonly vault: boolean;
}

/** The origins of a tenant. */
export interface Site {
  /** Scheme and host, without a slash at the end. */
  readonly origin: string;
  /** Further origins whose pages are trusted like the app's pages. */
  readonly trustedOrigins: readonly string[];
}

/** The object that `createSallyport` returns. */
export interface Sallyport<Strength extends string = string> {
  /** The `origin` option: scheme and host, without a slash at the end. Empty if `origin` or `trustedOrigins` is a function: ask {@link site}. */
  readonly origin: string;
  /** Further origins whose pages are trusted like the app's pages. Empty if `origin` or `trustedOrigins` is a function. */
  readonly trustedOrigins: readonly string[];
  /**
   * Returns the origins of a tenant: `` `${auth.site('north').origin}/welcome` ``.
   *
   * @throws SallyportConfigError `bad-tenant`, if the host has no tenant of this name; `bad-origin` or `insecure-origin`, if the function answers no origin; `bad-rp-id`, if `rpId`
   * does not suit the tenant's origin
   */
  site(tenant: string): Site;
  /** The strengths that routes may ask for: the built-in strengths, and the strengths of the policy in the code. */
  readonly strengths: readonly Strength[];
  /**
   * Returns the public parts of a tenant.
   *
   * @throws SallyportConfigError `bad-tenant`, if the host has no tenant of this name
   */
  brings(tenant: TenantId): Brought;
  /** Signs people in, step by step, and raises sessions. */
  readonly signIn: SignIn<Strength>;
  /** To providers and back. */
  readonly sso: SingleSignOn;
  /** Sets up factors. */
  readonly enroll: Enroll;
  /** Replaces a forgotten password. */
  readonly recovery: Recovery;
  /** Makes accounts for persons who prove a mail address. The routes of an adapter serve sign-ups only with `signUp: true`. */
  readonly signUp: SignUp;
  /** The first sign-in of invited persons. `people.create` and `people.invite` invite. */
  readonly invitations: Invitations;
  /** Checks, lists and ends sessions. */
  readonly sessions: Sessions;
  /** The accounts, for host code and for administrators: `by` says who acts. */
  readonly people: People;
  /** The policies of the tenants. */
  readonly policy: Policies;
  /** The organisations of the tenants, their rules and members. */
  readonly organisations: OrganisationsPart;
  /** The action log and the security view. */
  readonly audit: Audit;
  /** The use of the host's secrets: for a rotation. */
  readonly secrets: Secrets;
  /** The tenants as a whole: their removal. */
  readonly tenants: WholeTenants;
  /** The action log, for a SIEM or a job of the host, and as evidence. */
  readonly events: EventLog;
  /** The owner's own account, in a checked session: `auth.me(session).changePassword(…)`. */
  me(session: LiveSession): Me;
  /** The data keys that people seal in the client. Without the `vault` option every answer is `not-found`. */
  readonly vault: Vaults;
  /**
   * Decides again for an existing session, under the policy in force and the host's current roles: `{ strength: 'enhanced', within: '5m' }`.
   * With `in`, decides in the organisation, and denies an account that is no member. Does not ask whether the session still lives: check a session that you kept with `sessions.guard` first.
   *
   * @throws SallyportConfigError `bad-duration`, if `within` is no duration; `bad-demand`, if a member of the demand is unknown
   */
  authorize(session: LiveSession, demand: { strength?: Strength; within?: Duration; in?: string }): Promise<Decision>;
  /**
   * Opens the store. If the store does not answer yet, waits as long as `openWithin` says. An error that waiting cannot mend is thrown at
   * once, with a code and a way out. If the policy belongs to the code (`policySource`), its policy comes in force.
   *
   * @param options `deployPolicy: false` for a process that only works with the store, such as a script of an operator: the policy that is in force stays, and
   * a difference to the code is logged (`policy-not-deployed`) if the policy belongs to the code. An empty store gets the policy of the code in any case. Default: true.
   * `openWithin`: the wait for the store in this call, such as `'10s'`. Default: the option `openWithin` of `createSallyport`
   * @throws SallyportConfigError `bad-duration`, if `openWithin` is no duration
   * @throws StoreUnavailable if the store did not answer in time
   */
  ready(options?: { readonly deployPolicy?: boolean; readonly openWithin?: DurationText }): Promise<void>;
  /**
   * Asks the store one short question, for the health check of a load balancer. `unavailable`: the store did not answer within two seconds, and
   * requests get 503. Never throws.
   *
   * @example
   * ```ts
   * import express from 'express';
   *
   * const app = express();
   * app.get('/healthz', async (_req, res) => {
   *   const { status } = await auth.health();
   *   res.status(status === 'ok' ? 200 : 503).json({ status });
   * });
   * ```
   */
  health(): Promise<{ readonly status: 'ok' | 'unavailable' }>;
  /**
   * Sends waiting notices to owners, and sweeps expired records. Also runs at intervals, where a failed notice waits longer after each
   * failure.
   */
  runBackgroundWork(): Promise<void>;
  /** Stops timers, and waits at most ten seconds for background work and for work after a reply. Does not wait for calls: let the server answer its requests first. */
  close(): Promise<void>;
}
