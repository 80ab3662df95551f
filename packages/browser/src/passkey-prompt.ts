import {
  type AuthenticationResponseJSON,
  base64URLStringToBuffer,
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { passkeyProblemOf } from './passkey-problem.ts';

/**
 * Receives the PRF output of a passkey (WebAuthn Level 3 §10.1.4). The output is a secret and never leaves the browser. The client calls
 * the receiver in the same gesture as the sign-in, before the server answers. There is no call if the authenticator has no PRF. Some
 * authenticators give an output only at sign-in, not at registration: then call `signIn.passkey` for a second gesture.
 *
 * @param passkeyId the credential id in base64url, as in `account.factors.passkeys`
 */
export type PrfReceiver = (output: ArrayBuffer, passkeyId: string) => void;

/** Listeners for the PRF output of a passkey, for example to open a vault. */
export interface PrfListeners {
  /** Called with the output, if the authenticator gives an output at registration. */
  readonly onPrf?: PrfReceiver | undefined;
  /** Called if the new passkey supports PRF. If `onPrf` is not called too, a second gesture brings the first output. */
  readonly onPrfEnabled?: (() => void) | undefined;
}

/** The passkey features of this browser. */
export interface PasskeySupport {
  /** The browser has the Web Authentication API (WebAuthn L3 §5). */
  readonly passkeys: boolean;
  /** The browser can offer passkeys in the autofill of the identifier field (conditional mediation). */
  readonly autofill: boolean;
}

/** Asks the browser for its passkey features. Sends no request and opens no prompt. */
export async function passkeySupport(): Promise<PasskeySupport> {
  const passkeys = browserSupportsWebAuthn();
  return { passkeys, autofill: passkeys && (await browserSupportsWebAuthnAutofill()) };
}

export async function askForPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  autofill: boolean,
  onPrf: PrfReceiver | undefined,
): Promise<AuthenticationResponseJSON> {
  try {
    const response = await startAuthentication({ optionsJSON: withPrfInput(options), useBrowserAutofill: autofill });
    return withoutSecrets(response, onPrf);
  } catch (thrown) {
    throw passkeyProblemOf(thrown);
  }
}

export async function makePasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
  { conditional = false, onPrf, onPrfEnabled }: PrfListeners & { readonly conditional?: boolean | undefined },
): Promise<RegistrationResponseJSON> {
  try {
    const response = await startRegistration({ optionsJSON: withPrfInput(options), useAutoRegister: conditional });
    if (isPrfEnabled(response)) onPrfEnabled?.();
    return withoutSecrets(response, onPrf);
  } catch (thrown) {
    throw passkeyProblemOf(thrown);
  }
}

/** WebAuthn Level 3 §10.1.4: even without an output at registration. */
function isPrfEnabled({ clientExtensionResults }: { readonly clientExtensionResults: object }): boolean {
  const prf: unknown = Reflect.get(clientExtensionResults, 'prf');
  return isRecord(prf) && prf['enabled'] === true;
}

/** `@simplewebauthn/browser` does not decode extension inputs. */
function withPrfInput<Options extends { extensions?: PublicKeyCredentialRequestOptionsJSON['extensions'] }>(
  options: Options,
): Options {
  const prf: unknown = options.extensions?.prf;
  const first = isRecord(prf) && isRecord(prf['eval']) ? prf['eval']['first'] : undefined;
  if (typeof first !== 'string') return options;
  return {
    ...options,
    extensions: { ...options.extensions, prf: { eval: { first: base64URLStringToBuffer(first) } } },
  };
}

/** Outputs of `prf`, `largeBlob` and the older `hmac-secret` may be secrets. */
function withoutSecrets<Result extends { readonly id: string; clientExtensionResults: object }>(
  response: Result,
  onPrf: PrfReceiver | undefined,
): Result {
  const { credProps, prf }: Readonly<Record<string, unknown>> = { ...response.clientExtensionResults };
  const results = isRecord(prf) ? prf['results'] : undefined;
  if (isRecord(results) && results['first'] instanceof ArrayBuffer) onPrf?.(results['first'], response.id);
  return { ...response, clientExtensionResults: isRecord(credProps) ? { credProps: { rk: credProps['rk'] } } : {} };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
