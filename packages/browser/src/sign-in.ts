import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { FlowAnswer, SignInStatus } from './contract.ts';
import { askForPasskey, type PrfReceiver } from './passkey-prompt.ts';
import type { PasskeySignals } from './passkey-signals.ts';
import { cancelPasskeyPrompt, inPasskeyTurn } from './passkey-turn.ts';
import { isProblem } from './problem.ts';
import { path, type Transport } from './transport.ts';

export interface BeginInput {
  readonly identifier: string;
  /** With a password the first step is taken as well. */
  readonly password?: string | undefined;
  /** Only if one identifier could mean both. */
  readonly method?: 'password' | 'ldap' | undefined;
}

export interface PasskeyInput {
  /** Wait in the autofill of an `<input autocomplete="username webauthn">` instead of opening a prompt. */
  readonly autofill?: boolean | undefined;
  /** A passkey was chosen: what comes now is the server's answer. */
  readonly onChosen?: (() => void) | undefined;
  readonly onPrf?: PrfReceiver | undefined;
}

/** Signing in, and going on in any open flow (step-up and recovery use the same methods once open). */
export interface SignIn {
  /** Opens a flow. */
  begin(input: BeginInput): Promise<FlowAnswer>;
  /** The current answer of the flow, or the ways in if none is open. `local` keeps a preferred provider from taking over. */
  status(options?: { readonly local?: boolean }): Promise<SignInStatus>;
  password(password: string): Promise<FlowAnswer>;
  /**
   * The whole passkey ceremony; needs no open flow. It ends the one that waits, in the autofill too, so that one is answered.
   * Throws `PasskeyProblem` when the prompt gives nothing.
   */
  passkey(input?: PasskeyInput): Promise<FlowAnswer>;
  /** Ends a passkey prompt that waits. */
  cancelPasskey(): void;
  totp(code: string): Promise<FlowAnswer>;
  /** Mails a code; a new one voids the last. */
  sendEmailCode(): Promise<FlowAnswer>;
  emailCode(code: string): Promise<FlowAnswer>;
  /** Sends a code of the host's own, such as `sms-code`; a new one voids the last. */
  sendCode(method: string): Promise<FlowAnswer>;
  /** A code that is typed, of whichever method. */
  code(method: string, code: string): Promise<FlowAnswer>;
  backupCode(code: string): Promise<FlowAnswer>;
  /** An administrator's one-time vouching. */
  enrollmentCode(code: string): Promise<FlowAnswer>;
  /** Where to send the browser for a provider's sign-in. */
  ssoLocation(provider: string): string;
  abandon(): Promise<void>;
}

export function createSignIn(send: Transport, signals: PasskeySignals, baseUrl: string): SignIn {
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
        // A 401 alone may mean a spent challenge, or a passkey that belongs to someone else here: to hide it then would take a
        // working passkey from its owner. The server says which passkey is nobody's.
        if (isProblem(thrown) && thrown.members['passkey'] === 'unknown') await signals.unknown(response.id);
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
    totp: (code) => step('totp', { code }),
    sendEmailCode: () => step('email-code/send', {}),
    emailCode: (code) => step('email-code', { code }),
    sendCode: (method) => send({ method: 'POST', path: path('sign-in', method, 'send'), body: {} }),
    code: (method, code) => send({ method: 'POST', path: path('sign-in', method), body: { code } }),
    backupCode: (code) => step('backup-code', { code }),
    enrollmentCode: (code) => step('enrollment-code', { code }),
    ssoLocation: (provider) => baseUrl.replace(/\/+$/, '') + path('sign-in', 'sso', provider),
    abandon: () => send({ method: 'DELETE', path: '/sign-in' }),
  };
}
