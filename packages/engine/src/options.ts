import type { DurationText, PolicyInput } from '@sallyport/core';
import type { Store } from '@sallyport/store';
import type { Directory, SignInProvider } from '@sallyport/store/providers';
import type { AttestationRoots } from '@sallyport/webauthn';
import type { ContextOf } from './contract/contexts.ts';
import type { ShortDuration } from './contract/duration.ts';
import type {
  AfterDeletion,
  BeforeDeletion,
  BreachedPasswords,
  CodeDelivery,
  DisplayNames,
  ListExposure,
  Logger,
  MemberRoles,
  NotifyOwner,
  OnEvent,
  OnLogHead,
  ResolveSubject,
  SendMail,
  VerifyElsewhere,
} from './contract/host.ts';
import type { Telemetry } from './contract/telemetry.ts';
import type { VaultOptions } from './contract/vault.ts';
import type { PasswordHashingOptions } from './kernel/passwords/password-hashing.ts';
import type { EventRetentionOptions } from './kernel/retention.ts';
import type { Random } from './kernel/secrets/token.ts';
import type { Timer } from './kernel/timer.ts';

/** The options of passkeys. */
export interface PasskeyOptions {
  /**
   * `true` offers ML-DSA-44 (FIPS 204) first to authenticators: its signatures hold against quantum computers. Needs a runtime that verifies the
   * signatures, Node 24.6 or later, and is refused elsewhere (`no-post-quantum`): a person with such a passkey could not sign in. A passkey keeps its
   * algorithm, so such passkeys need the runtime also without the option. Default: `false`.
   */
  readonly postQuantum?: boolean | undefined;
}

/** The options of the session check. */
export interface SessionCheckOptions {
  /**
   * How long a session check of this process may admit further requests that only read (GET and HEAD), by `require()` and `require(strength)`: from
   * `'50ms'` to `'1s'`. Such a request then costs no statement. A request that arrives after a sign-out, a block, a change of roles, a deletion or a
   * change of the policy was answered is refused in every process all the same, because whoever takes something from a session waits as long, in every
   * process of the app. Reuse begins a minute after the start. Needs a store with `holdReuse`. Default: every request reads.
   */
  readonly reuse?: ShortDuration | undefined;
}

/**
 * The parts of one tenant. Requests and policies of other tenants cannot reach the parts. A host with
 * one tenant gives the parts at the top level. A host with several tenants gives the parts of each in `tenants`.
 */
export interface TenantOptions {
  /** Time limit: 10 s. */
  readonly sendMail?: SendMail | undefined;
  /**
   * The host's ways to deliver codes, by name: `{ sms: { send, label: 'SMS' } }` adds the method `sms-code`. A code over the telephone
   * network is a restricted authenticator (NIST SP 800-63B-4 §3.1.3.3).
   */
  readonly codes?: Readonly<Record<string, CodeDelivery>> | undefined;
  /** The providers for single sign-on (`sso`). `@sallyport/oidc` and `@sallyport/saml` make providers. Time limit: 10 s. */
  readonly providers?: readonly SignInProvider[] | undefined;
  /** A directory that checks passwords (`ldap`). `@sallyport/ldap` makes directories. Time limit: 10 s. */
  readonly directory?: Directory | undefined;
  /**
   * Vouch for authenticator models: a blob of the FIDO Metadata Service, certificates of makers, or both. Needed if a policy asks for an
   * `attested` model. The engine fetches nothing: the host updates the blob.
   */
  readonly attestationRoots?: readonly AttestationRoots[] | undefined;
  /** Turns vaults on: data that people seal in the client. Only the owner and the emergency account can open the data. */
  readonly vault?: VaultOptions | undefined;
}

/**
 * The options of `createSallyport`. Only `origin`, `secrets` and `store` are required.
 *
 * @template Own the names of the policy's own strengths, as in `PolicyInput`
 */
export interface SallyportOptions<Own extends string = never> extends TenantOptions {
  /**
   * The app's origin: `https://app.example`. Cookies, passkeys and the same-origin check use this origin. With several tenants also a function of the
   * tenant's name, so that a new customer with a host of its own needs no restart. Asked once for each tenant in a process, and never for a
   * name that is no tenant's. Links in mails begin with `auth.site(tenant).origin`.
   */
  readonly origin: string | ((tenant: string) => string);
  /**
   * Further origins whose pages may sign people in here. Their pages may send changes, read across origins with credentials, and use the
   * passkeys (WebAuthn L3 §5.11). The server of each such origin is trusted like the app. Also a function
   * of the tenant's name.
   */
  readonly trustedOrigins?: readonly string[] | ((tenant: string) => readonly string[]) | undefined;
  /**
   * The relying party id of passkeys: the origin's host, or a domain above it that the app's hosts share. Default: the origin's host. A
   * passkey works only for the id that it was made for.
   */
  readonly rpId?: string | undefined;
  /**
   * `true` if passkeys of the relying party id are also in another store: of another app of the domain, or of tenants that have a Sallyport with a store
   * of their own. A browser offers these passkeys here too, and this store does not know them. Sallyport then calls no passkey unknown, so that no page deletes a
   * passkey of the other store. Not needed for `tenantStores`, nor for several tenants in one store. Default: `false`.
   */
  readonly sharesRpId?: boolean | undefined;
  /** What passkeys authenticators may make. */
  readonly passkeys?: PasskeyOptions | undefined;
  /**
   * At least 32 random characters each. The first secret is in use. The others open data made with them. A function is called each time, to
   * rotate a secret without a restart. With several processes rotate in two steps: first `[old, new]` in every process, then `[new, old]`. A
   * process that lacks the secret of some data throws a fault with the code `unknown-key` (HTTP: 503).
   */
  readonly secrets: readonly string[] | (() => readonly string[]);
  /**
   * Keeps every record: of `@sallyport/storage-postgres`, `@sallyport/storage-mongo`, `@sallyport/storage-sqlite` or `@sallyport/storage-memory`, or a store that passes
   * the tests of `@sallyport/testing`. Every process of the app shares one store.
   */
  readonly store: Store;
  /** How long `ready()` waits for a store that does not answer yet. Default: `'60s'`. */
  readonly openWithin?: DurationText | undefined;
  /** The policy in the code. This policy judges every tenant without a stored policy. See also {@link policySource}. */
  readonly policy?: PolicyInput<Own> | undefined;
  /**
   * The source of the policy of the tenant `default`:
   *
   * - `code`: the policy in the code is in force. At start-up, a document that differs from the stored document becomes the next version,
   *   by `system`, and the logger gets the impact on the accounts. The code that starts last wins, also after a roll-back: name the releases
   *   ({@link policyRelease}), if processes of two releases run at the same time. A change by administrators or host code stays until other
   *   code is deployed. A policy that locks out the last policy administrator is refused.
   * - `store`: the stored policy is in force, and administrators change it. An empty store starts with the policy in the code. Each start
   *   logs a difference.
   *
   * Default: `code` if there is a `policy` that names no policy administrators, else `store`.
   */
  readonly policySource?: 'code' | 'store' | undefined;
  /**
   * `true`: what the policy in the code asks holds in every tenant, also under a stored policy: where both have a rule, the stricter one applies, and a
   * stored policy below is not refused. Concerns `requiredStrength`, `methods`, `session`, `later`, `roles`, `contexts`, `recentProof`, `enrollment`, `recovery`, `passkeys`, `lockout`
   * and `passwords`, defaults included. `strengths` and `providers` of the code win over those of the same name. Default: `false`.
   */
  readonly policyFloor?: boolean | undefined;
  /**
   * The name of this deployment of the code. A later deployment has a later name: numbers count by their value, other text by the alphabet
   * (`9` before `10`, `1.9.0` before `1.10.0`). A process of an earlier name leaves the policy of a later name in force, so that a process that
   * restarts in the middle of a rolling deployment changes nothing. A roll-back is a deployment: it needs a later name too, such as the number
   * of the deployment, and not the number of the build. Without a name, the code that starts last wins.
   */
  readonly policyRelease?: string | undefined;
  /**
   * The most accounts that a deployed policy may strand: accounts that can sign in by themselves under the policy in force, and could not
   * under the policy in the code, now or from one of its dates on. If there are more, `ready()` throws `policy-strands-accounts`, and the policy in force stays. Default: no limit.
   *
   * Counts by the stored roles. With a `resolveSubject` these are its last answer for the account, and none if the account never signed in: call
   * `people.rolesChanged` for every account of `people.list` before the deployment.
   */
  readonly refuseIfStranding?: number | undefined;
  /** The app's name beside a passkey and in authenticator apps. Default: the origin's host. */
  readonly name?: string | undefined;
  /** Time limit: 10 s. A failed notice is retried later, and notices to other owners do not wait for the retry. */
  readonly notifyOwner?: NotifyOwner | undefined;
  /**
   * The host's roles of an account, asked before each grant. `undefined`: the host does not know the account. Time limit: 5 s. Without an
   * answer the engine decides nothing.
   */
  readonly resolveSubject?: ResolveSubject | undefined;
  /**
   * The roles of an account in an organisation, if the host keeps the memberships itself. The rules of organisations stay in Sallyport. Asked when a request
   * enters an organisation, and again after `rolesWithin`; for an act on the organisation each time. Time limit: 5 s. Without an answer the engine decides
   * nothing. Default: the store keeps the memberships.
   */
  readonly memberRoles?: MemberRoles | undefined;
  /**
   * The longest age of the host's roles in a session. Then the engine asks `resolveSubject` again, once for each process. Default:
   * `'15m'`. `accounts.rolesChanged` asks at once.
   */
  readonly rolesWithin?: DurationText | undefined;
  /** How a session check may cost less. */
  readonly sessionCheck?: SessionCheckOptions | undefined;
  /**
   * The names of the contexts of a request, such as `outside` or `unmanaged`: conditions that the policy has rules for (`contexts`). Asked at most once a
   * request for each account, and only if the policy in force has contexts. `who` is the account of a session, or of a sign-in with a proof; before a proof nothing depends
   * on the account. A name that the policy does not know adds nothing, and is logged once. Time limit: 0.5 s. If the function throws, does not answer in time
   * or returns no list, every context of the policy applies. If the host cannot know one condition, it names that context and throws nothing. A policy
   * with contexts needs this function.
   */
  readonly contextOf?: ContextOf | undefined;
  /**
   * How long a session has the roles from a provider or the directory, counted from the last sign-in there: a duration such as `'12h'`.
   * Default: `'24h'`. The requirements of these roles still hold afterwards.
   */
  readonly providerRolesWithin?: DurationText | undefined;
  /**
   * How often the engine asks the directory about the people who have sessions: a duration such as `'1h'`. The sessions of a person whose
   * entry is gone or switched off end. Default: never, so that a session lives on to its own end.
   */
  readonly directoryRechecks?: DurationText | undefined;
  /**
   * Asks the host's former system whether a password is right, for an account that was imported with `passwordElsewhere`. The first right password
   * becomes the account's password here, and the former system is not asked again. With this option, a wrong password and an unknown identifier are
   * answered after a second at the earliest, so that the time does not tell which accounts are asked for. Time limit: 10 s.
   */
  readonly verifyElsewhere?: VerifyElsewhere | undefined;
  /**
   * Asked before an owner or an administrator deletes an account. The host can refuse, and changes nothing: the deletion can still fail. Time limit:
   * 10 s. Default: every deletion goes ahead.
   */
  readonly beforeDeletion?: BeforeDeletion | undefined;
  /**
   * Called after every deletion of an account, until the call succeeds: the host deletes its own data. Time limit: 10 s. A failed call is repeated
   * later, also by another process or after a restart. Give the function in every process of the app.
   */
  readonly afterDeletion?: AfterDeletion | undefined;
  /**
   * The list of breached passwords, asked for each new password if the policy says `passwords: { breached: 'refuse' }`. `pwnedPasswords()` asks Pwned
   * Passwords, or a server of your own that speaks its protocol. The list gets five characters of a hash, and never the password. Time limit: 10 s.
   */
  readonly breachedPasswords?: BreachedPasswords | undefined;
  /**
   * The resources that an account can reach, recorded when the account is blocked. At most 500, with texts of at most 256 characters: `…` marks what
   * is cut, so list first what matters most. Time limit: 5 s. Without an answer the account is blocked all the same.
   */
  readonly exposure?: ListExposure | undefined;
  /**
   * The names of people for the pages of administrators, instead of `displayName`. Time limit: 2 s. Without an answer a page has no names. A search
   * does not find these names.
   */
  readonly displayNames?: DisplayNames | undefined;
  /**
   * Returns the tenant of each request. A host with several tenants gives this function together with `tenants`. Default: one tenant,
   * `default`. A request without a tenant, or with a tenant that is not in `tenants`, gets 404 and never falls into another tenant.
   */
  readonly tenant?:
    | ((request: { readonly headers: Readonly<Record<string, string | undefined>>; readonly path: string }) => string)
    | undefined;
  /**
   * The tenants, and the parts of each: `{ north: { providers: [corp], sendMail }, south: { sendMail } }`. Beside `tenants`, a part at
   * the top level is an error (`unscoped-part`).
   *
   * A function receives a tenant's name when a request first names the tenant. It returns the tenant's parts, or `undefined` if no tenant
   * has the name. The engine keeps the parts as long as the process runs. Tenants with the same object share its parts.
   * A function that gives one directory to two names throws `shared-directory`: a stranger would have new guesses with each made-up name.
   */
  readonly tenants?:
    | Readonly<Record<string, TenantOptions>>
    | ((tenant: string) => TenantOptions | undefined)
    | undefined;
  /** The cost of argon2id, the queue in front of it, and the library. After a change of the cost, the next use of a password renews its hash. */
  readonly passwordHashing?: PasswordHashingOptions | undefined;
  /**
   * How long events of each type are kept: a duration like `'90d'`, or `'forever'`. `others` stands for every type without an entry.
   * Default: 400 days, and 90 days for `sign-in.started` and `sign-in.failed`. An event stays until its owner got the notice, and what an open invitation into
   * an organisation is judged by for at least seven days.
   */
  readonly eventRetention?: EventRetentionOptions | undefined;
  /**
   * Receives every event that this process commits, after the commit. Time limit: 10 s. Events may be missed: use `onEvent` for a feed or
   * a count, and `notifyOwner` for notices to owners.
   */
  readonly onEvent?: OnEvent | undefined;
  /**
   * Receives each new head of the sealed action log, at most every 15 seconds for a tenant. Time limit: 10 s. Keep the heads outside the database:
   * `docs/guide/sealed-log.md`.
   */
  readonly onLogHead?: OnLogHead | undefined;
  /**
   * Compares, in the preview of a policy, what thieves reach before and after the change. Default: true. The comparison takes seconds of
   * computing, in one worker thread. If the runtime starts no worker thread, the preview says so.
   */
  readonly previewThreats?: boolean | undefined;
  /** Default: `console`. */
  readonly logger?: Logger | undefined;
  /** Spans and metrics: `openTelemetry(api)` of `@sallyport/engine/telemetry`. Default: none, at no cost. */
  readonly telemetry?: Telemetry | undefined;
  /** Returns epoch milliseconds. Default: the machine's clock. Hosts keep NTP. */
  readonly clock?: (() => number) | undefined;
  /** Default: `node:crypto`. */
  readonly random?: Random | undefined;
  /** Runs functions later, and ends calls that take too long. Default: the machine's timer. */
  readonly timer?: Timer | undefined;
}
