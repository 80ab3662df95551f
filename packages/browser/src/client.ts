import { type AccountClient, createAccount } from './account.ts';
import { type Admin, createAdmin } from './admin.ts';
import type { FlowAnswer, RecoveryAnswer, Session, SessionAnswer, SignedOut } from './contract.ts';
import { createEnroll, type Enroll } from './enroll.ts';
import { createPasskeySignals } from './passkey-signals.ts';
import type { StepUpDemand } from './problem.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createTransport } from './transport.ts';

export interface ClientOptions {
  /** Where the host mounted Sallyport; by default `/auth`. */
  readonly baseUrl?: string | undefined;
  /**
   * `'include'` on a page of another origin that the server trusts, with `baseUrl` as a whole address. Cookies then travel within one site
   * only: between subdomains. Default: `'same-origin'`.
   */
  readonly credentials?: 'same-origin' | 'include' | undefined;
  /** For tests, and for hosts that wrap it. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The relying party id of the passkeys, if it is not the page's own host name. */
  readonly rpId?: string | undefined;
}

export interface SessionClient {
  /** Throws 401 `no-session` when signed out. */
  get(): Promise<Session>;
  /** Signs out; the device stays known. `logout` is where the person signs out at the provider that began the session as well. */
  end(): Promise<SignedOut>;
}

export interface Recovery {
  /** Always succeeds, whether or not there is such an account. */
  begin(identifier: string): Promise<void>;
  /** Goes on with another factor; `next` replaces the password in the step that proves it. */
  confirm(input: { readonly token: string; readonly next: string }): Promise<RecoveryAnswer>;
}

export interface Invitation {
  accept(input: { readonly token: string; readonly password?: string }): Promise<FlowAnswer>;
}

/** The HTTP contract, grouped by what a person does. Every method throws `SallyportProblem` when refused. */
export interface SallyportClient {
  readonly signIn: SignIn;
  readonly enroll: Enroll;
  readonly session: SessionClient;
  readonly account: AccountClient;
  readonly recovery: Recovery;
  readonly invitation: Invitation;
  readonly admin: Admin;
  /** Opens a flow that raises this session; go on with `signIn`. Takes `problem.demand` as it is. */
  stepUp(demand?: StepUpDemand): Promise<FlowAnswer>;
}

/**
 * A client in cookie mode: flow and session travel in cookies that script cannot read.
 *
 * @example
 * const sallyport = createSallyportClient()
 * const answer = await sallyport.signIn.begin({ identifier, password })
 * if (answer.status === 'complete') location.assign('/')
 */
export function createSallyportClient(options: ClientOptions = {}): SallyportClient {
  const baseUrl = options.baseUrl ?? '/auth';
  const fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const send = createTransport(baseUrl, fetch, options.credentials);
  const signals = createPasskeySignals(options.rpId);
  return {
    signIn: createSignIn(send, signals, baseUrl),
    enroll: createEnroll(send, signals),
    session: {
      get: async () => (await send<SessionAnswer>({ method: 'GET', path: '/session' })).session,
      end: () => send({ method: 'DELETE', path: '/session' }),
    },
    account: createAccount(send, signals),
    recovery: {
      begin: (identifier) => send({ method: 'POST', path: '/recover', body: { identifier } }),
      confirm: (input) => send({ method: 'POST', path: '/recover/confirm', body: input }),
    },
    invitation: {
      accept: (input) => send({ method: 'POST', path: '/invitation', body: input }),
    },
    admin: createAdmin(send),
    stepUp: (demand = {}) => send({ method: 'POST', path: '/step-up', body: demand }),
  };
}
