import type { PolicyInput } from '@sallyport/core';
import type { Store } from '@sallyport/store';
import type { Directory, SignInProvider } from '@sallyport/store/providers';
import type { AttestationRoots } from '@sallyport/webauthn';
import type {
  CodeDelivery,
  ListExposure,
  Logger,
  NotifyOwner,
  OnEvent,
  ResolveSubject,
  SendMail,
} from './contract/host.ts';
import type { Telemetry } from './contract/telemetry.ts';
import type { VaultOptions } from './contract/vault.ts';
import type { PasswordHashingOptions } from './kernel/passwords/password-hashing.ts';
import type { EventRetentionOptions } from './kernel/retention.ts';
import type { Random } from './kernel/secrets/token.ts';
import type { Timer } from './kernel/timer.ts';

/**
 * The parts of one tenant. No request of another tenant reaches these parts, and no policy of another tenant can name them. A host with one
 * tenant gives the parts at the top level; a host with several tenants gives the parts of each in `tenants`.
 */
export interface TenantOptions {
  /** Given up after 10 s. */
  readonly sendMail?: SendMail | undefined;
  /**
   * Ways of the host's own to deliver codes, by name: `{ sms: { send, label: 'SMS' } }` brings the method `sms-code`. A code over the
   * telephone network is a restricted authenticator (NIST SP 800-63B-4 §3.1.3.3).
   */
  readonly codes?: Readonly<Record<string, CodeDelivery>> | undefined;
  /** Where people sign in with their corporate identity, by `sso`: `@sallyport/oidc` and `@sallyport/saml` make them. Given up after 10 s. */
  readonly providers?: readonly SignInProvider[] | undefined;
  /** A directory whose passwords are asked, by `ldap`: `@sallyport/ldap` makes it. Given up after 10 s. */
  readonly directory?: Directory | undefined;
  /**
   * Who vouches for authenticator models, and for which: a blob of the FIDO Metadata Service, certificates of makers, or both.
   * Needed if a policy asks for an `attested` model. Nothing is fetched: the host brings the blob up to date.
   */
  readonly attestationRoots?: readonly AttestationRoots[] | undefined;
  /** The host keeps vaults: what its people seal in the client, and nobody but they and the emergency account can open. */
  readonly vault?: VaultOptions | undefined;
}

export interface SallyportOptions extends TenantOptions {
  /** Where people see the app: `https://app.example`. Cookies, passkeys and the same-origin check go by it. */
  readonly origin: string;
  /**
   * Further origins whose pages may sign people in here: they may send what changes something, ask across origins with credentials, and
   * use the passkeys (WebAuthn L3 §5.11). The server of each of them is trusted like the app itself.
   */
  readonly trustedOrigins?: readonly string[] | undefined;
  /**
   * What passkeys are made for: the origin's host, or a domain above it that the app's other hosts share. Default: the origin's host.
   * A passkey works for the one that it was made for, and no other.
   */
  readonly rpId?: string | undefined;
  /** At least 32 random characters each. The first is in use; the others still open what was made with them.
   * As a function it is asked each time, so that a secret is rotated without a restart. */
  readonly secrets: readonly string[] | (() => readonly string[]);
  readonly store: Store;
  /** How long `ready()` waits for a store that does not answer yet, as `'60s'`, which is the default. */
  readonly openWithin?: string | undefined;
  /** The policy in the code. A tenant that has none stored is judged by it; for the rest see {@link policySource}. */
  readonly policy?: PolicyInput | undefined;
  /**
   * Whose the policy is, of the tenant named `default`:
   * - `code`: a policy that is deployed with the code is in force with it. At start-up a document that differs from the stored one becomes
   *   its next version, by `system`, and the logger is told what it means for the accounts. It is refused if it locks out the last policy
   *   administrator. Each document is deployed once, so that an older process that starts again does not bring its own back.
   * - `store`: the store's is in force, and administrators change it. The code's is where an empty store begins; a difference is told at
   *   each start.
   *
   * Default: `code` if there is a `policy` that names no policy administrators, else `store`.
   */
  readonly policySource?: 'code' | 'store' | undefined;
  /**
   * What this release of the code is called, as a build number. With it a document is deployed once for each release, so that a release that
   * goes back to an earlier policy deploys it again.
   */
  readonly policyRelease?: string | undefined;
  /** The name people see beside a passkey and in their authenticator app. Default: the origin's host. */
  readonly name?: string | undefined;
  /** Given up after 10 s and tried again later, beside the notices to others. */
  readonly notifyOwner?: NotifyOwner | undefined;
  /**
   * Roles from the host, asked wherever something is granted. `undefined`: the host knows nobody of this id. Given up after 5 s:
   * nothing is decided without them.
   */
  readonly resolveSubject?: ResolveSubject | undefined;
  /**
   * How old the host's word on roles may be for a session that is in use; then `resolveSubject` is asked again, once for each process.
   * Default `'15m'`. `accounts.rolesChanged` asks at once.
   */
  readonly rolesWithin?: string | undefined;
  /**
   * How long a session wears the roles that a provider or the directory said, counted from the last sign-in there: a duration such as
   * `'12h'`. Default: `'24h'`. What is asked of the account still goes by these roles afterwards.
   */
  readonly providerRolesWithin?: string | undefined;
  /** What an account could reach, recorded when it is blocked. Given up after 5 s: it is blocked without. */
  readonly exposure?: ListExposure | undefined;
  /**
   * Tells the tenant of each request. A host with several tenants gives this function, and `tenants` beside it. Default: one tenant named
   * `default`. The answer to a request without a tenant, or of a tenant that `tenants` does not have, is 404: nobody falls into the tenant of
   * others.
   */
  readonly tenant?:
    | ((request: { readonly headers: Readonly<Record<string, string | undefined>>; readonly path: string }) => string)
    | undefined;
  /**
   * The tenants, and the parts of each: `{ north: { providers: [corp], sendMail }, south: { sendMail } }`. Beside `tenants`, a part at the top
   * level is an error (`unscoped-part`).
   *
   * A function is asked for a tenant's parts when a request first names the tenant, and answers `undefined` where no tenant has the name. The
   * engine keeps the parts as long as the process runs. Tenants with the same object share the parts in that object: `() => common`.
   */
  readonly tenants?:
    | Readonly<Record<string, TenantOptions>>
    | ((tenant: string) => TenantOptions | undefined)
    | undefined;
  readonly passwordHashing?: PasswordHashingOptions | undefined;
  /**
   * How long events of each type are kept: a duration like `'90d'`, or `'forever'`; `others` for types that are not named. Default: 400
   * days, and 90 days for `sign-in.started` and `sign-in.failed`. An event whose owner has not been told yet stays.
   */
  readonly eventRetention?: EventRetentionOptions | undefined;
  /**
   * Hears of every event that this process commits, after the commit. Given up after 10 s. It is there for what may be missed, as a feed or
   * a count: what an owner has to be told is `notifyOwner`'s.
   */
  readonly onEvent?: OnEvent | undefined;
  /**
   * Compares, in the preview of a policy, what thieves reach before and after the change. Default: true. The comparison takes seconds of
   * computing, and runs in one worker thread beside the requests. Where the runtime starts no worker thread, the preview says so.
   */
  readonly previewThreats?: boolean | undefined;
  /** Default: `console`. */
  readonly logger?: Logger | undefined;
  /** Spans and metrics: `openTelemetry(api)` of `@sallyport/engine/telemetry`. Default: none, at no cost. */
  readonly telemetry?: Telemetry | undefined;
  /** Epoch milliseconds. Default: the machine's clock; hosts keep NTP. */
  readonly clock?: (() => number) | undefined;
  /** Default: `node:crypto`. */
  readonly random?: Random | undefined;
  /** What runs things later, and gives up what takes too long. Default: the machine's. */
  readonly timer?: Timer | undefined;
}
