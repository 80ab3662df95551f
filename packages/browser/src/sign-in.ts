import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { Challenge, FlowAnswer, SignInStatus } from './contract.ts';
import { askForPasskey, type PrfReceiver } from './passkey-prompt.ts';
import { signalUnknown } from './passkey-signals.ts';
import { cancelPasskeyPrompt, inPasskeyTurn } from './passkey-turn.ts';
import { isProblem } from './problem.ts';
import { path, type Transport } from './transport.ts';

/** The first step of a sign-in. */
export interface BeginInput {
  /** A mail address or another identifier of the account, at most 256 characters. */
  readonly identifier: string;
  /** With a password, the flow begins with the password step. */
  readonly password?: string | undefined;
  /** Needed only if the identifier could be for either method. */
  readonly method?: 'password' | 'ldap' | undefined;
}

/** The options of a passkey prompt. */
export interface PasskeyInput {
  /** Waits in the autofill of an `<input autocomplete="username webauthn">` instead of opening a prompt. */
  readonly autofill?: boolean | undefined;
  /** Called when the person has chosen a passkey, before the request to the server. */
  readonly onChosen?: (() => void) | undefined;
  /** Called with the PRF output of the passkey, if the authenticator has PRF. */
  readonly onPrf?: PrfReceiver | undefined;
}

/** The steps of a sign-in. The steps also continue an open step-up or recovery. */
export interface SignIn {
  /** Opens a flow. */
  begin(input: BeginInput): Promise<FlowAnswer>;
  /** Returns the state of the flow, or the ways to sign in if no flow is open. `local` stops a preferred provider from taking over. */
  status(options?: { readonly local?: boolean }): Promise<SignInStatus>;
  /** Verifies a local or directory password. Throws 401 `invalid-credentials`, or 429 `locked` with `retryAfter`. */
  password(password: string): Promise<FlowAnswer>;
  /**
   * Runs the whole passkey ceremony. Needs no open flow. Cancels a prompt that waits, in the autofill too. Throws `PasskeyProblem` if the
   * prompt fails. If the client's last answer was `continue` or `enroll`, the passkey continues that flow, as each further proof does: throws 410
   * `flow-expired` if the flow is over or another page has opened another flow, and begins no sign-in. A page that asks for the status meanwhile, or has another client for each call, says so by `client.inFlow`.
   *
   * @example
   * ```ts
   * import { createSallyportClient, PasskeyProblem } from '@sallyport/browser';
   *
   * try {
   *   const answer = await createSallyportClient().signIn.passkey();
   *   if (answer.status === 'complete') location.assign('/');
   * } catch (problem) {
   *   if (!(problem instanceof PasskeyProblem)) throw problem;
   *   console.log(problem.code);
   * }
   * ```
   */
  passkey(input?: PasskeyInput): Promise<FlowAnswer>;
  /** Cancels an open passkey prompt. */
  cancelPasskey(): void;
  /** Sends a code, by `email-code` or by a method of the host, for example `sms-code`. A new code replaces the last code. */
  sendCode(method: string): Promise<FlowAnswer>;
  /** Returns what the next code of a method answers, such as cells of a printed card. Until an answer, the same is asked again. */
  challenge(method: string): Promise<Challenge>;
  /**
   * Verifies a typed code of any method: `totp`, `email-code`, `backup-code`, or a method of the host.
   *
   * @example
   * ```ts
   * import { createSallyportClient, isProblem } from '@sallyport/browser';
   *
   * try {
   *   await createSallyportClient().signIn.code('totp', '123456');
   * } catch (problem) {
   *   if (!isProblem(problem)) throw problem;
   *   if (problem.code === 'locked') console.log(`Try again in ${problem.retryAfter} seconds.`);
   * }
   * ```
   */
  code(method: string, code: string): Promise<FlowAnswer>;
  /** Verifies a one-time code of an administrator. `password`: the new password of a person who lost the old password. */
  enrollmentCode(code: string, password?: string): Promise<FlowAnswer>;
  /**
   * Returns the location of a provider's sign-in, to which the page sends the browser. The sign-in ends at the signed-in page, or at the `location` of a
   * continuation that a route of the host gave before (the guide *Single sign-on*). A link on a page of another origin goes to a page of the app's origin
   * instead, if the person may have a session (the guide *Deployment*, *A page on another origin*).
   */
  ssoLocation(provider: string): string;
  /** Ends the flow without a session. */
  abandon(): Promise<void>;
}

export function createSignIn(send: Transport, baseUrl: string, query: () => string = () => ''): SignIn {
  const step = (name: string, body: unknown): Promise<FlowAnswer> =>
    send({ method: 'POST', path: `/sign-in/${name}`, body });

  const passkey = (input: PasskeyInput = {}): Promise<FlowAnswer> =>
    inPasskeyTurn(input.autofill === true ? 'waiting' : 'asked', async (turn) => {
      const options: PublicKeyCredentialRequestOptionsJSON = await send({
        method: 'POST',
        path: '/sign-in/passkey/options',
        body: {},
      });
      turn.check();
      const response = await askForPasskey(options, input.autofill === true, input.onPrf);
      try {
        return await turn.answer(() => {
          input.onChosen?.();
          return step('passkey', response);
        });
      } catch (thrown) {
        // A 401 alone may mean a used challenge, or a passkey of another account or tenant: hiding such a passkey would take a working passkey from
        // its owner.
        if (isProblem(thrown) && thrown.members['passkey'] === 'unknown')
          await signalUnknown(options.rpId, response.id);
        throw thrown;
      }
    });

  return {
    begin: (input) => send({ method: 'POST', path: '/sign-in', body: input }),
    status: (options) =>
      send({ method: 'GET', path: '/sign-in', query: { local: options?.local === true ? '1' : undefined } }),
    password: (password) => step('password', { password }),
    passkey,
    cancelPasskey: cancelPasskeyPrompt,
    sendCode: (method) => send({ method: 'POST', path: path('sign-in', method, 'send'), body: {} }),
    challenge: (method) => send({ method: 'POST', path: path('sign-in', method, 'challenge'), body: {} }),
    code: (method, code) => send({ method: 'POST', path: path('sign-in', method), body: { code } }),
    enrollmentCode: (code, password) => step('enrollment-code', { code, password }),
    ssoLocation: (provider) => baseUrl.replace(/\/+$/, '') + path('sign-in', 'sso', provider) + query(),
    abandon: () => send({ method: 'DELETE', path: '/sign-in', keepalive: true }),
  };
}
