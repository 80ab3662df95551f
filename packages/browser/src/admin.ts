import type { DeviceEntry, Devices, SessionEntry, Sessions } from './account-contract.ts';
import type {
  Accounts,
  ActResult,
  ActResults,
  AdminAccount,
  EmergencyEnvelope,
  EnrollmentCode,
  Exposure,
  HelpedIn,
  VaultOverview,
} from './admin-contract.ts';
import type {
  BlockedAccount,
  EventHours,
  Events,
  LockedAccount,
  LogHead,
  LogKeys,
  Overview,
  Risk,
  Risks,
  Security,
  UnmetMandate,
} from './oversight-contract.ts';
import type {
  Impact,
  Policy,
  PolicyDocument,
  PolicyVersions,
  Shadow,
  ShadowReport,
  WhatIf,
} from './policy-contract.ts';
import { path, type Transport } from './transport.ts';

/** Which accounts to list. Absent members restrict nothing. */
export interface AccountFilter {
  /** Words, in any case. Each word is part of an identifier, of the address or of the name. Or the whole id of an account. */
  readonly query?: string | undefined;
  /** One of the counted states. */
  readonly state?: (keyof Accounts['counts'] & string) | undefined;
  /** Accounts with this role. The empty text: accounts without a role. */
  readonly role?: string | undefined;
  /** Accounts with this factor: `passkey`, `totp`. */
  readonly factor?: string | undefined;
  /** Accounts whose strongest factor is this one; `none`: accounts without a factor. As the overview counts them. */
  readonly strongest?: string | undefined;
  /** Accounts that could not sign in with their factors at this time, as the dates of the policy say: `2026-12-15T00:00:00Z`. */
  readonly notReadyFor?: string | undefined;
  /** Accounts with this risk. */
  readonly risk?: Risk['code'] | undefined;
  /** Default: in the order of the ids. */
  readonly sort?: 'identifier' | '-lastSignInAt' | '-createdAt' | undefined;
  /** The `next` of the page before, in the same order. */
  readonly cursor?: string | undefined;
}

/** The members of a new account, written by hand after the route `POST /admin/accounts`. The administrator vouches for `email` and for `externalIds`. */
export interface NewAccount {
  /** The text with which the person begins a sign-in; unique in the tenant. At most 256 characters. */
  readonly identifier: string;
  /** The name for people, at most 256 characters. */
  readonly displayName?: string;
  /** The server takes the address as verified. */
  readonly email?: string;
  /** At most 64 roles of at most 64 characters. Default: none. */
  readonly roles?: readonly string[];
  /** A first password, at most 256 characters. Absent: no password. */
  readonly password?: string;
  /** `true`: the server mails a link for the first sign-in to `email`, which is then required. There is no `password` beside it. */
  readonly invite?: boolean;
  /** `true`: an emergency account, for access when all other ways fail. Only a policy administrator may create emergency accounts. */
  readonly emergency?: boolean;
  /** The account's identities, at most 20. Default: none. */
  readonly externalIds?: readonly NewExternalId[];
}

/** An identity at a provider, as an administrator enters it. */
export interface NewExternalId {
  /** The provider's name in the host's configuration. */
  readonly provider: string;
  /** The provider's immutable id of the person. */
  readonly subject: string;
}

/** What a person lost. At least one of `lost`. */
export interface HelpInInput {
  readonly lost: readonly ('app' | 'passkey' | 'mailbox' | 'password')[];
  /** The ids of the lost passkeys. Only with `passkey`. */
  readonly passkeys?: readonly string[];
  /** The new address, taken as verified. Only with `mailbox`. */
  readonly email?: string;
  /** Changes nothing. */
  readonly preview?: boolean;
}

/** Which events of the action log to show. Absent members restrict nothing. */
export interface EventFilter {
  /** An account id: the account that an event concerns. */
  readonly account?: string;
  /** The author: an account id, `system`, `host`, or `host:` and the id of the host code, or `provider:` and the id of a provider. */
  readonly actor?: string;
  /** An event's type, or at most 100 types. */
  readonly type?: string | readonly string[];
  /** Events of this time and later, in ISO 8601. */
  readonly from?: string;
  /** Events before this time, in ISO 8601. */
  readonly to?: string;
  /** `asc`: oldest first. Default: `desc`. */
  readonly order?: 'asc' | 'desc';
  /** The `next` of the page before. */
  readonly cursor?: string;
}

/** An account in the security view: locked, blocked, or with an unmet mandate. */
export type FlaggedAccount = Pick<LockedAccount, 'accountId' | 'identifier'> &
  Partial<LockedAccount & BlockedAccount & UnmetMandate>;

/** The policy. Administrators of people may read the policy; only policy administrators may change it. */
export interface AdminPolicy {
  /** The policy in force, with the version that `put` needs. */
  get(): Promise<Policy>;
  /**
   * Replaces the policy. Returns the impact of the change.
   *
   * @param options.version the version on which the change is based. Throws 412 `precondition-failed` if the policy has a newer version
   * @param options.note the administrator's words on the change, 1 to 500 characters, kept with the version
   */
  put(policy: PolicyDocument, options: { readonly version: number; readonly note?: string }): Promise<Impact>;
  /** Returns the impact that a policy would have. Saves nothing. */
  preview(policy: PolicyDocument, options?: { readonly cursor?: string }): Promise<Impact>;
  /**
   * Runs a draft in the shadow of the policy in force: the server judges it at every sign-in and every check of a session, without an effect.
   *
   * @param options.version as of `put`
   * @param options.note the administrator's words on the draft, 1 to 500 characters
   */
  shadow(policy: PolicyDocument, options: { readonly version: number; readonly note?: string }): Promise<Shadow>;
  /** What the draft in the shadow would have done. Throws 404 `not-found` if no draft runs. */
  shadowReport(options?: {
    readonly cursor?: string | undefined;
    readonly effect?: ShadowReport['people'][number]['effect'] | undefined;
  }): Promise<ShadowReport>;
  /** Ends the shadow. Throws 404 `not-found` if no draft runs. */
  endShadow(): Promise<void>;
  /** Returns the answer that a person would get in a sign-in after the proofs. `policy`: a draft. Counts and logs nothing. */
  whatIf(asked: {
    readonly accountId: string;
    readonly evidence: readonly string[];
    readonly policy?: PolicyDocument;
  }): Promise<WhatIf>;
  /** The newest 50 versions, newest first. To restore an old version, pass its policy to `put`. */
  versions(): Promise<readonly Policy[]>;
  /** A page of 50 versions, newest first. */
  history(options?: { readonly cursor?: string | undefined }): Promise<PolicyVersions>;
}

/** Administration. Every call needs a recent proof at the administrator's strongest level, and at least `enhanced`. */
export interface Admin {
  /** The policy of the administrator's tenant. */
  readonly policy: AdminPolicy;
  /** A page of 50 accounts. Each word of `query` is part of an identifier, of the address or of the name. At most 256 characters. */
  accounts(filter?: AccountFilter): Promise<Accounts>;
  /** Throws 404 `not-found` for an unknown id, as do the other functions with `id`. */
  account(id: string): Promise<AdminAccount>;
  /** Throws 409 `already-exists` for a taken identifier, and 409 `roles-from-host` if the host keeps the roles. */
  createAccount(input: NewAccount): Promise<AdminAccount>;
  /** Deletes the account permanently. The events of the account stay in the action log. */
  deleteAccount(id: string): Promise<void>;
  /**
   * `null` removes the restriction. `from`: the methods that the caller read. Throws 412 `precondition-failed` if they have changed since. `force` allows a
   * change that leaves the account no way to sign in.
   */
  setMethods(
    id: string,
    methods: readonly string[] | null,
    options?: { readonly from?: readonly string[] | null; readonly force?: boolean },
  ): Promise<AdminAccount>;
  /**
   * Replaces the account's own roles, at most 64: `roles` of the account without those of `givenRoles`. `from` (the own roles that the caller read) and
   * `force` as for `setMethods`. Throws 409 `roles-from-host` if the host keeps the roles.
   */
  setRoles(
    id: string,
    roles: readonly string[],
    options?: { readonly from?: readonly string[]; readonly force?: boolean },
  ): Promise<AdminAccount>;
  /**
   * Replaces the account's identities at providers and in the directory. Identities that `externalIds` omits are unlinked. `from` as for `setMethods`.
   */
  setExternalIds(
    id: string,
    externalIds: readonly NewExternalId[],
    options?: { readonly from?: readonly NewExternalId[] },
  ): Promise<AdminAccount>;
  /** Removes authenticator app, backup codes and telephone numbers. Ends all sessions. Passkeys stay. */
  resetTwoStep(id: string): Promise<EnrollmentCode>;
  /** Removes all passkeys of the account. */
  resetPasskeys(id: string): Promise<void>;
  /** Removes one passkey, at once. `passkeyId` is the credential id. */
  revokePasskey(id: string, passkeyId: string): Promise<void>;
  /** Creates a one-time code with which the person may enroll a factor. The administrator vouches for the person. */
  enrollmentCode(id: string): Promise<EnrollmentCode>;
  /**
   * Takes everything that a person lost from the account, ends all sessions, and creates a one-time code that counts in every sign-in of the
   * account. With `preview: true` nothing changes, and there is no code. `passkeys` names the lost passkeys; default: all. `email` is the new address
   * if the mailbox was lost.
   */
  helpIn(id: string, input: HelpInInput): Promise<HelpedIn>;
  /** Ends all sessions and refuses every sign-in until `unblock`. `reason`, for administrators, has 1 to 500 characters. */
  block(id: string, reason: string): Promise<void>;
  /**
   * Ends a block. Throws 403 `not-permitted` if a policy administrator made the block and the caller administers people only. `asOf`: the `blockedSince` that the
   * caller read. `reason`: the `blockedReason` that the caller read. Throws 412 `precondition-failed` if the block is newer, or has another reason.
   */
  unblock(
    id: string,
    options?: { readonly asOf?: string | undefined; readonly reason?: string | undefined },
  ): Promise<void>;
  /** Ends the locks after wrong guesses. */
  unlock(id: string): Promise<void>;
  /**
   * Acts on 1 to 500 accounts, each by itself. `remind` mails what the person has to set up, once a day at most. `block` needs a `reason`. `asOf`
   * as for `unblock`, by id of the account.
   */
  actOnMany(input: {
    readonly act: 'remind' | 'sign-out' | 'block' | 'unblock';
    readonly accountIds: readonly string[];
    readonly reason?: string | undefined;
    readonly asOf?: Readonly<Record<string, string>> | undefined;
  }): Promise<readonly ActResult[]>;
  /** Mails the invitation of the account again. The link before is void. Throws 404 `not-found` if somebody has signed in. */
  invite(id: string): Promise<void>;
  /** Takes the invitation of the account back. */
  withdrawInvitation(id: string): Promise<void>;
  /** The live sessions of the account. */
  sessions(id: string): Promise<readonly SessionEntry[]>;
  /** Ends one session of the account. */
  endSession(id: string, sessionId: string): Promise<void>;
  /** The devices that signed in to the account before. */
  devices(id: string): Promise<readonly DeviceEntry[]>;
  /** Forgets a device: from then on, the device is treated like a stranger's. */
  forgetDevice(id: string, deviceId: string): Promise<void>;
  /** The resources that the account can reach, as the host lists them. Empty if the host lists none. */
  exposure(id: string, cursor?: string): Promise<Exposure>;
  /** The ways into the vault, with which an administrator sees the effect of a reset. */
  vault(id: string): Promise<VaultOverview>;
  /**
   * Returns the emergency envelope of a vault. Only for emergency accounts. The server notifies the owner. Open the envelope offline, with
   * the private key.
   */
  openVault(id: string, reason: string): Promise<EmergencyEnvelope>;
  /** A page of 50 events of the action log, newest first, or oldest first as a stream with `order: 'asc'`. */
  events(filter?: EventFilter): Promise<Events>;
  /** The numbers of events by the hour, oldest first. `order` and `cursor` change nothing. */
  eventHours(filter?: EventFilter): Promise<EventHours>;
  /** The last signed head of the sealed action log. */
  logHead(): Promise<LogHead>;
  /** The public keys of the heads, as a JWK set. */
  logKeys(): Promise<LogKeys>;
  /** Locked and blocked accounts, failures of the last 24 hours, and accounts that do not meet the policy. */
  security(): Promise<Security>;
  /** The numbers of the tenant, its last thirty days, and what needs somebody. */
  overview(): Promise<Overview>;
  /** The risks of the accounts and of the policy. */
  risks(): Promise<Risks>;
}

export function createAdmin(send: Transport): Admin {
  const of = (id: string, ...rest: string[]): string => path('admin', 'accounts', id, ...rest);
  const act = <Answer>(id: string, what: string, body: unknown = {}): Promise<Answer> =>
    send({ method: 'POST', path: of(id, what), body });

  return {
    policy: createAdminPolicy(send),
    accounts: (filter = {}) => send({ method: 'GET', path: '/admin/accounts', query: { ...filter } }),
    account: (id) => send({ method: 'GET', path: of(id) }),
    createAccount: (input) => send({ method: 'POST', path: '/admin/accounts', body: input }),
    deleteAccount: (id) => send({ method: 'DELETE', path: of(id) }),
    setMethods: (id, methods, options) =>
      send({ method: 'PUT', path: of(id, 'methods'), body: { methods, ...options } }),
    setRoles: (id, roles, options) => send({ method: 'PUT', path: of(id, 'roles'), body: { roles, ...options } }),
    setExternalIds: (id, externalIds, options) =>
      send({ method: 'PUT', path: of(id, 'external-ids'), body: { externalIds, ...options } }),
    resetTwoStep: (id) => act(id, 'reset-two-step'),
    resetPasskeys: (id) => act(id, 'reset-passkeys'),
    revokePasskey: (id, passkeyId) => send({ method: 'DELETE', path: of(id, 'passkeys', passkeyId) }),
    enrollmentCode: (id) => act(id, 'enrollment-code'),
    helpIn: (id, input) => act(id, 'help-in', input),
    block: (id, reason) => act(id, 'block', { reason }),
    unblock: (id, options) => act(id, 'unblock', { ...options }),
    unlock: (id) => act(id, 'unlock'),
    actOnMany: async (input) =>
      (await send<ActResults>({ method: 'POST', path: '/admin/accounts/acts', body: input })).results,
    invite: (id) => act(id, 'invitation'),
    withdrawInvitation: (id) => send({ method: 'DELETE', path: of(id, 'invitation') }),
    sessions: async (id) => (await send<Sessions>({ method: 'GET', path: of(id, 'sessions') })).sessions,
    endSession: (id, sessionId) => send({ method: 'DELETE', path: of(id, 'sessions', sessionId) }),
    devices: async (id) => (await send<Devices>({ method: 'GET', path: of(id, 'devices') })).devices,
    forgetDevice: (id, deviceId) => send({ method: 'DELETE', path: of(id, 'devices', deviceId) }),
    exposure: (id, cursor) => send({ method: 'GET', path: of(id, 'exposure'), query: { cursor } }),
    vault: (id) => send({ method: 'GET', path: of(id, 'vault') }),
    openVault: (id, reason) => send({ method: 'POST', path: of(id, 'vault', 'emergency-open'), body: { reason } }),
    events: (filter = {}) => send({ method: 'GET', path: '/admin/events', query: { ...filter } }),
    logHead: () => send({ method: 'GET', path: '/admin/events/head' }),
    logKeys: () => send({ method: 'GET', path: '/admin/events/keys' }),
    eventHours: ({ order: _, cursor: __, ...filter } = {}) =>
      send({ method: 'GET', path: '/admin/events/hours', query: { ...filter } }),
    security: () => send({ method: 'GET', path: '/admin/security' }),
    overview: () => send({ method: 'GET', path: '/admin/overview' }),
    risks: () => send({ method: 'GET', path: '/admin/risks' }),
  };
}

function createAdminPolicy(send: Transport): AdminPolicy {
  const history: AdminPolicy['history'] = (options) =>
    send({ method: 'GET', path: '/admin/policy/versions', query: { ...options } });
  return {
    get: () => send({ method: 'GET', path: '/admin/policy' }),
    put: (policy, { version, ...note }) =>
      send({ method: 'PUT', path: '/admin/policy', body: { policy, ...note }, ifMatch: version }),
    shadow: (policy, { version, ...note }) =>
      send({ method: 'PUT', path: '/admin/policy/shadow', body: { policy, ...note }, ifMatch: version }),
    shadowReport: (options) => send({ method: 'GET', path: '/admin/policy/shadow', query: { ...options } }),
    endShadow: () => send({ method: 'DELETE', path: '/admin/policy/shadow' }),
    whatIf: (asked) => send({ method: 'POST', path: '/admin/policy/what-if', body: asked }),
    preview: (policy, options) => send({ method: 'POST', path: '/admin/policy/preview', body: { policy, ...options } }),
    versions: async () => (await history()).versions,
    history,
  };
}
