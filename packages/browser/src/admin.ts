import type {
  Accounts,
  AdminAccount,
  BlockedAccount,
  EmergencyEnvelope,
  EnrollmentCode,
  Events,
  Exposure,
  Impact,
  LockedAccount,
  Policy,
  PolicyDocument,
  PolicyVersions,
  Security,
  UnmetMandate,
  VaultOverview,
} from './admin-contract.ts';
import { path, type Transport } from './transport.ts';

export interface NewAccount {
  readonly identifier: string;
  /** The server takes the address as verified. */
  readonly email?: string;
  readonly roles?: readonly string[];
  readonly password?: string;
  /** `true`: the server mails a one-time link for the first sign-in. */
  readonly invite?: boolean;
  /** `true`: an emergency account, for access when all other ways fail. Only a policy administrator may create emergency accounts. */
  readonly emergency?: boolean;
  readonly externalIds?: readonly NewExternalId[];
}

/** An identity at a provider, as an administrator enters it. */
export interface NewExternalId {
  readonly provider: string;
  /** The provider's immutable id of the person. */
  readonly subject: string;
}

/** An account in the security view: locked, blocked, or with an unmet mandate. */
export type FlaggedAccount = Pick<LockedAccount, 'accountId' | 'identifier'> &
  Partial<LockedAccount & BlockedAccount & UnmetMandate>;

/** The policy. Administrators of people may read the policy; only policy administrators may change it. */
export interface AdminPolicy {
  get(): Promise<Policy>;
  /**
   * Replaces the policy. Returns the impact of the change.
   *
   * @param options.version the version on which the change is based. Throws 412 `precondition-failed` if the policy has a newer version
   */
  put(policy: PolicyDocument, options: { readonly version: number }): Promise<Impact>;
  /** Returns the impact that a policy would have. Saves nothing. */
  preview(policy: PolicyDocument, options?: { readonly cursor?: string }): Promise<Impact>;
  /** Newest first. To restore an old version, pass its policy to `put`. */
  versions(): Promise<readonly Policy[]>;
}

/** Administration. Every call needs a recent proof at the administrator's strongest level, and at least `enhanced`. */
export interface Admin {
  readonly policy: AdminPolicy;
  accounts(filter?: { readonly query?: string | undefined; readonly cursor?: string | undefined }): Promise<Accounts>;
  account(id: string): Promise<AdminAccount>;
  createAccount(input: NewAccount): Promise<AdminAccount>;
  deleteAccount(id: string): Promise<void>;
  /** `force` allows a change that leaves the account no way to sign in. */
  setMethods(id: string, methods: readonly string[], options?: { readonly force?: boolean }): Promise<AdminAccount>;
  setRoles(id: string, roles: readonly string[], options?: { readonly force?: boolean }): Promise<AdminAccount>;
  /** Replaces the account's identities at providers and in the directory. Identities that `externalIds` omits are unlinked. */
  setExternalIds(id: string, externalIds: readonly NewExternalId[]): Promise<AdminAccount>;
  /** Removes authenticator app and backup codes. Passkeys stay. */
  resetTwoStep(id: string): Promise<EnrollmentCode>;
  resetPasskeys(id: string): Promise<void>;
  revokePasskey(id: string, passkeyId: string): Promise<void>;
  /** Creates a one-time code with which the person may enroll a factor. The administrator vouches for the person. */
  enrollmentCode(id: string): Promise<EnrollmentCode>;
  block(id: string, reason: string): Promise<void>;
  unblock(id: string): Promise<void>;
  unlock(id: string): Promise<void>;
  exposure(id: string, cursor?: string): Promise<Exposure>;
  /** The ways into the vault, with which an administrator sees the effect of a reset. */
  vault(id: string): Promise<VaultOverview>;
  /**
   * Returns the emergency envelope of a vault. Only for emergency accounts. The server notifies the owner. Open the envelope offline, with
   * the private key.
   */
  openVault(id: string, reason: string): Promise<EmergencyEnvelope>;
  events(filter?: { readonly account?: string; readonly type?: string; readonly cursor?: string }): Promise<Events>;
  security(): Promise<Security>;
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
    setExternalIds: (id, externalIds) => send({ method: 'PUT', path: of(id, 'external-ids'), body: { externalIds } }),
    resetTwoStep: (id) => act(id, 'reset-two-step'),
    resetPasskeys: (id) => act(id, 'reset-passkeys'),
    revokePasskey: (id, passkeyId) => send({ method: 'DELETE', path: of(id, 'passkeys', passkeyId) }),
    enrollmentCode: (id) => act(id, 'enrollment-code'),
    block: (id, reason) => act(id, 'block', { reason }),
    unblock: (id) => act(id, 'unblock'),
    unlock: (id) => act(id, 'unlock'),
    exposure: (id, cursor) => send({ method: 'GET', path: of(id, 'exposure'), query: { cursor } }),
    vault: (id) => send({ method: 'GET', path: of(id, 'vault') }),
    openVault: (id, reason) => send({ method: 'POST', path: of(id, 'vault', 'emergency-open'), body: { reason } }),
    events: (filter = {}) => send({ method: 'GET', path: '/admin/events', query: { ...filter } }),
    security: () => send({ method: 'GET', path: '/admin/security' }),
  };
}

function createAdminPolicy(send: Transport): AdminPolicy {
  return {
    get: () => send({ method: 'GET', path: '/admin/policy' }),
    put: (policy, { version }) => send({ method: 'PUT', path: '/admin/policy', body: { policy }, ifMatch: version }),
    preview: (policy, options) => send({ method: 'POST', path: '/admin/policy/preview', body: { policy, ...options } }),
    versions: async () => {
      const call = { method: 'GET', path: '/admin/policy/versions' } as const;
      return (await send<PolicyVersions>(call)).versions;
    },
  };
}
