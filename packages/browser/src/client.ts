import { type AccountClient, createAccount } from './account.ts';
import { type Admin, createAdmin } from './admin.ts';
import type { FlowAnswer, RecoveryAnswer, Session, SessionAnswer, SignedOut } from './contract.ts';
import { createEnroll, type Enroll } from './enroll.ts';
import { createPasskeySignals } from './passkey-signals.ts';
import type { StepUpDemand } from './problem.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createTransport } from './transport.ts';

export interface ClientOptions {
  /** The path at which the host mounted Sallyport. Default: `/auth`. */
  readonly baseUrl?: string | undefined;
  /**
   * `'include'` for a page on another origin that the server trusts; `baseUrl` is then an absolute address. Cookies travel only within one
   * site, that is between subdomains. Default: `'same-origin'`.
   */
  readonly credentials?: 'same-origin' | 'include' | undefined;
  /** Replaces the global `fetch`, for tests and for hosts with a wrapper. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The relying party id of the passkeys. Default: the page's host name. */
  readonly rpId?: string | undefined;
}

export interface SessionClient {
  /** Throws 401 `no-session` if nobody is signed in. */
  get(): Promise<Session>;
  /** Signs out. The device stays known. `logout` is the address for signing out at the provider too. */
  end(): Promise<SignedOut>;
}

export interface Recovery {
  /** Mails a link. The answer is the same whether or not the account exists. */
  begin(identifier: string): Promise<void>;
  /** Opens a flow that continues with another factor. `next` replaces the password when the person proves the factor. */
  confirm(input: { readonly token: string; readonly next: string }): Promise<RecoveryAnswer>;
}

export interface Invitation {
  accept(input: { readonly token: string; readonly password?: string }): Promise<FlowAnswer>;
}

/** The HTTP contract, grouped by task. Every method throws a `SallyportProblem` if the server refuses. */
export interface SallyportClient {
  readonly signIn: SignIn;
  readonly enroll: Enroll;
  readonly session: SessionClient;
  readonly account: AccountClient;
  readonly recovery: Recovery;
  readonly invitation: Invitation;
  readonly admin: Admin;
  /** Opens a step-up flow for this session; continue with `signIn`. Accepts `problem.demand`. */
  stepUp(demand?: StepUpDemand): Promise<FlowAnswer>;
}

/**
 * Creates a client in cookie mode: the tokens of flow and session are in cookies that scripts cannot read.
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
