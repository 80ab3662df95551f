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
  /** Taken as verified. */
  readonly email?: string;
  readonly roles?: readonly string[];
  readonly password?: string;
  /** Mail a one-time link that opens the first sign-in. */
  readonly invite?: boolean;
  /** A way back in when all else fails; from a policy administrator only. */
  readonly emergency?: boolean;
  readonly externalIds?: readonly NewExternalId[];
}

/** An identity as an administrator names it. */
export interface NewExternalId {
  readonly provider: string;
  /** The provider's immutable name for the person. */
  readonly subject: string;
}

/** An account that the security view names, for whichever reason. */
export type FlaggedAccount = Pick<LockedAccount, 'accountId' | 'identifier'> &
  Partial<LockedAccount & BlockedAccount & UnmetMandate>;

/** The policy: readable by administrators of people, changed by policy administrators only. */
export interface AdminPolicy {
  get(): Promise<Policy>;
  /**
   * Replaces the policy and answers the impact it had.
   *
   * @param options.version the version the change is based on; 412 `precondition-failed` when it moved on meanwhile
   */
  put(policy: PolicyDocument, options: { readonly version: number }): Promise<Impact>;
  /** What saving would do, without saving. */
  preview(policy: PolicyDocument, options?: { readonly cursor?: string }): Promise<Impact>;
  /** Newest first; put an old one to go back. */
  versions(): Promise<readonly Policy[]>;
}

/** Administration; every act needs a recent proof at one's strongest level. */
export interface Admin {
  readonly policy: AdminPolicy;
  accounts(filter?: { readonly query?: string | undefined; readonly cursor?: string | undefined }): Promise<Accounts>;
  account(id: string): Promise<AdminAccount>;
  createAccount(input: NewAccount): Promise<AdminAccount>;
  deleteAccount(id: string): Promise<void>;
  /** `force` allows a change that leaves no way in. */
  setMethods(id: string, methods: readonly string[], options?: { readonly force?: boolean }): Promise<AdminAccount>;
  setRoles(id: string, roles: readonly string[], options?: { readonly force?: boolean }): Promise<AdminAccount>;
  /** Who the account is at providers and in the directory; what is not named is unlinked. */
  setExternalIds(id: string, externalIds: readonly NewExternalId[]): Promise<AdminAccount>;
  /** Clears authenticator app and backup codes; passkeys stay. */
  resetTwoStep(id: string): Promise<EnrollmentCode>;
  resetPasskeys(id: string): Promise<void>;
  revokePasskey(id: string, passkeyId: string): Promise<void>;
  /** Vouches for a person. */
  enrollmentCode(id: string): Promise<EnrollmentCode>;
  block(id: string, reason: string): Promise<void>;
  unblock(id: string): Promise<void>;
  unlock(id: string): Promise<void>;
  exposure(id: string, cursor?: string): Promise<Exposure>;
  /** The ways into the vault: what a reset takes, and what is left. */
  vault(id: string): Promise<VaultOverview>;
  /** For an emergency account; the owner is told. It is opened with the private key, where no server is. */
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
