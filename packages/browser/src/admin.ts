import type {
  AccountPage,
  AdminAccount,
  EnrollmentCode,
  EventPage,
  Exposure,
  NewAccount,
  PolicyDocument,
  PolicyImpact,
  PolicyVersion,
  SecurityView,
} from './admin-shapes.ts';
import { path, type Transport } from './transport.ts';

/** The policy: readable by administrators of people, changed by policy administrators only. */
export interface AdminPolicy {
  get(): Promise<PolicyVersion>;
  /**
   * Replaces the policy and answers the impact it had.
   *
   * @param options.version the version the change is based on; 412 `precondition-failed` when it moved on meanwhile
   */
  put(policy: PolicyDocument, options: { readonly version: number }): Promise<PolicyImpact>;
  /** What saving would do, without saving. */
  preview(policy: PolicyDocument, options?: { readonly cursor?: string }): Promise<PolicyImpact>;
  /** Newest first; put an old one to go back. */
  versions(): Promise<readonly PolicyVersion[]>;
}

/** Administration; every act needs a recent proof at one's strongest level. */
export interface Admin {
  readonly policy: AdminPolicy;
  accounts(filter?: {
    readonly query?: string | undefined;
    readonly cursor?: string | undefined;
  }): Promise<AccountPage>;
  account(id: string): Promise<AdminAccount>;
  createAccount(input: NewAccount): Promise<AdminAccount>;
  deleteAccount(id: string): Promise<void>;
  /** `force` allows a change that leaves no way in. */
  setMethods(id: string, methods: readonly string[], options?: { readonly force?: boolean }): Promise<AdminAccount>;
  setRoles(id: string, roles: readonly string[], options?: { readonly force?: boolean }): Promise<AdminAccount>;
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
  events(filter?: { readonly account?: string; readonly type?: string; readonly cursor?: string }): Promise<EventPage>;
  security(): Promise<SecurityView>;
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
    resetTwoStep: (id) => act(id, 'reset-two-step'),
    resetPasskeys: (id) => act(id, 'reset-passkeys'),
    revokePasskey: (id, passkeyId) => send({ method: 'DELETE', path: of(id, 'passkeys', passkeyId) }),
    enrollmentCode: (id) => act(id, 'enrollment-code'),
    block: (id, reason) => act(id, 'block', { reason }),
    unblock: (id) => act(id, 'unblock'),
    unlock: (id) => act(id, 'unlock'),
    exposure: (id, cursor) => send({ method: 'GET', path: of(id, 'exposure'), query: { cursor } }),
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
      return (await send<{ versions: readonly PolicyVersion[] }>(call)).versions;
    },
  };
}
