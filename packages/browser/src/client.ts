import { type AccountClient, createAccount } from './account.ts';
import { type Admin, createAdmin } from './admin.ts';
import { type ClientOptions, checkOptions } from './client-options.ts';
import { continuing, continuingAfterAnswers } from './continuing.ts';
import type {
  Disowned,
  FlowAnswer,
  OpenAnswer,
  RecoveryAnswer,
  Session,
  SessionAnswer,
  SignedOut,
} from './contract.ts';
import { createEnroll, type Enroll } from './enroll.ts';
import type { Membership } from './organisation-contract.ts';
import {
  createOrganisation,
  type OrganisationClient,
  type OwnOrganisation,
  ownOrganisations,
} from './organisations.ts';
import type { StepUpDemand } from './problem.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { anyFlow, createTransport } from './transport.ts';

/** The session of this browser. */
export interface SessionClient {
  /**
   * Throws 401 `no-session` if nobody is signed in. `unattended`: a page asks by itself, and nobody uses the session, so that its idle time goes on.
   */
  get(options?: { readonly unattended?: boolean }): Promise<Session>;
  /** Signs out. The device stays known. `logout` is the address for signing out at the provider too. */
  end(): Promise<SignedOut>;
  /**
   * Says that a sign-in was somebody else's, by the token of the mail about it. Needs no session. Ends the sessions of that device, and the next sign-in
   * asks for the strongest proof. Throws 401 `invalid-credentials` if the link was used or is older than seven days.
   */
  disown(token: string): Promise<Disowned>;
}

/** A new password for a person who forgot the old password. */
export interface Recovery {
  /** Mails a link. The answer is the same whether or not the account exists. */
  begin(identifier: string): Promise<void>;
  /** Opens a flow that continues with another factor. `next` replaces the password when the person proves the factor. */
  confirm(input: { readonly token: string; readonly next: string }): Promise<RecoveryAnswer>;
}

/** Sign-up: a person makes the own account. Only where the host serves sign-ups; otherwise the server answers 404 `not-found`. */
export interface SignUp {
  /** Mails a link. The answer is the same whether or not the address has an account. */
  begin(email: string): Promise<void>;
  /** Makes the account with the token of the mailed link, and opens its first sign-in. */
  confirm(input: { readonly token: string; readonly password?: string }): Promise<FlowAnswer>;
}

/** The first sign-in of a person whom an administrator or the host invited. */
export interface Invitation {
  /** Opens a flow with the token of the mailed link. */
  accept(input: { readonly token: string; readonly password?: string }): Promise<FlowAnswer>;
}

/** The calls of a page that continues a flow: a further proof of a sign-in, a step-up, or a set-up that a sign-in asks for. */
export interface InFlow {
  /** The further proofs. */
  readonly signIn: Omit<SignIn, 'begin'>;
  /** The set-ups for `enroll`. */
  readonly enroll: Omit<Enroll, 'provider'>;
}

/** The calls of a page that shows the account of a session. */
export interface InSession {
  /** The set-ups for the account of the session. */
  readonly enroll: Enroll;
  /**
   * The ways in of the site, whatever flow is open. `signIn.status` would complete a sign-in of another tab that needs nothing more, and replace the
   * session.
   */
  waysIn(): Promise<OpenAnswer>;
}

/** The HTTP contract, grouped by task. Every method throws a `SallyportProblem` if the server refuses. */
export interface SallyportClient {
  /** Sign-in, step-up and recovery, step by step. */
  readonly signIn: SignIn;
  /** Setting up factors. */
  readonly enroll: Enroll;
  /**
   * The same calls, for the flow of the client's last answer alone, or before an answer for the open flow. Once that flow is over, or another page has
   * opened another flow, they throw 410 `flow-expired`: a proof does not go to another flow, a passkey begins no sign-in of somebody else, and a set-up
   * does not go to the account of a session. `inFlow.signIn.ssoLocation` goes back to the sign-in page with `?problem=flow-expired`.
   */
  readonly inFlow: InFlow;
  /**
   * The set-ups, for the account of the session alone. A sign-in of another account, open in another tab, gets no factor of them. Without a session they
   * throw 401 `no-session`.
   */
  readonly inSession: InSession;
  /** The session of this browser. */
  readonly session: SessionClient;
  /** The signed-in person's own account. */
  readonly account: AccountClient;
  /** The way back in after a forgotten password. */
  readonly recovery: Recovery;
  /** A new account of a person's own. */
  readonly signUp: SignUp;
  /** The first sign-in by a mailed link. */
  readonly invitation: Invitation;
  /** Administration of accounts and of the policy. */
  readonly admin: Admin;
  /**
   * Opens a step-up flow for this session; continue with `inFlow.signIn`. Accepts `problem.demand`. Another tab may sign another account in meanwhile:
   * before you repeat a request for the person, compare `session.accountId` of `complete` with the account that the page shows.
   *
   * @example
   * ```ts
   * import { createSallyportClient, problemOf } from '@sallyport/browser';
   *
   * const response = await fetch('/payout', { method: 'POST' });
   * const problem = response.ok ? undefined : await problemOf(response);
   * if (problem?.code === 'insufficient-strength') await createSallyportClient().stepUp(problem.demand);
   * ```
   */
  stepUp(demand?: StepUpDemand): Promise<FlowAnswer>;
  /**
   * The organisations of the signed-in person, and which of them the session can enter now. Throws 409 `roles-from-host` if the app keeps the members itself.
   *
   * @example
   * ```ts
   * import { createSallyportClient } from '@sallyport/browser';
   *
   * const sallyport = createSallyportClient();
   * const [first] = await sallyport.organisations();
   * if (first?.demand !== undefined) await sallyport.stepUp(first.demand);
   * ```
   */
  organisations(): Promise<readonly OwnOrganisation[]>;
  /**
   * Takes up an invitation into an organisation by the token of its link. Throws 403 `not-permitted` if it went to another address than the account's, and 401
   * `invalid-credentials` if it is over.
   */
  joinOrganisation(token: string): Promise<Membership>;
  /** The members and the rule of an organisation, for its owners. */
  organisation(id: string): OrganisationClient;
}

/**
 * Creates a client. In cookie mode, which is the default, the tokens of flow and session are in cookies that scripts cannot read. With
 * `tokens`, the client works in token mode.
 *
 * @throws TypeError for an unknown option, and for a `baseUrl` on another origin without `credentials: 'include'` and without `tokens`
 * @example
 * ```ts
 * import { createSallyportClient } from '@sallyport/browser';
 *
 * const sallyport = createSallyportClient();
 * const answer = await sallyport.signIn.begin({ identifier: 'ada@example.org', password: 'correct horse' });
 * if (answer.status === 'complete') location.assign('/');
 * if (answer.status === 'continue') console.log(answer.accept); // the methods for the next proof
 * ```
 */
export function createSallyportClient(options: ClientOptions = {}): SallyportClient {
  checkOptions(options);
  const baseUrl = options.baseUrl ?? '/auth';
  const fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const flow = anyFlow();
  const send = createTransport(baseUrl, fetch, {
    credentials: options.credentials,
    keeper: options.tokens,
    shownAccount: options.shownAccount,
    flow,
  });
  const sendInFlow = continuingAfterAnswers(send);
  const continues = continuing(sendInFlow);
  const inSession = continuing(send, false);
  return {
    signIn: createSignIn(sendInFlow, baseUrl),
    enroll: createEnroll(sendInFlow),
    inFlow: {
      signIn: createSignIn(continues, baseUrl, () => `?continues=${flow.name}`),
      enroll: createEnroll(continues),
    },
    inSession: {
      enroll: createEnroll(inSession),
      waysIn: () => inSession({ method: 'GET', path: '/sign-in', query: { local: '1' } }),
    },
    session: {
      get: async (options) => {
        const query = { unattended: options?.unattended === true ? '1' : undefined };
        return (await send<SessionAnswer>({ method: 'GET', path: '/session', query })).session;
      },
      end: () => sendInFlow({ method: 'DELETE', path: '/session' }),
      disown: (token) => send({ method: 'POST', path: '/disown', body: { token } }),
    },
    account: createAccount(send),
    recovery: {
      begin: (identifier) => send({ method: 'POST', path: '/recover', body: { identifier } }),
      confirm: (input) => sendInFlow({ method: 'POST', path: '/recover/confirm', body: input }),
    },
    signUp: {
      begin: (email) => send({ method: 'POST', path: '/sign-up', body: { email } }),
      confirm: (input) => sendInFlow({ method: 'POST', path: '/sign-up/confirm', body: input }),
    },
    invitation: {
      accept: (input) => sendInFlow({ method: 'POST', path: '/invitation', body: input }),
    },
    admin: createAdmin(send),
    stepUp: (demand = {}) => sendInFlow({ method: 'POST', path: '/step-up', body: demand }),
    organisations: () => ownOrganisations(send),
    joinOrganisation: (token) => send({ method: 'POST', path: '/organisations/join', body: { token } }),
    organisation: (id) => createOrganisation(send, id),
  };
}
