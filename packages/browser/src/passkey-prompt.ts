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
 * Receives the secret a passkey derives (WebAuthn Level 3 §10.1.4, PRF); it never leaves the browser. It comes in the gesture that signs
 * in, before the server has answered. It does not come where the authenticator has no PRF, or gives it when it signs in only and not when
 * it is registered: then one more gesture, `signIn.passkey`, brings it.
 *
 * @param passkeyId the credential id in base64url, as in `account.factors.passkeys`
 */
export type PrfReceiver = (output: ArrayBuffer, passkeyId: string) => void;

export interface PrfListeners {
  readonly onPrf?: PrfReceiver | undefined;
  /** The new passkey derives secrets. Where `onPrf` is not called with it, one more gesture brings the first. */
  readonly onPrfEnabled?: (() => void) | undefined;
}

/** What this browser can do with passkeys. */
export interface PasskeySupport {
  readonly passkeys: boolean;
  /** Passkeys in the autofill of the identifier field (conditional mediation). */
  readonly autofill: boolean;
}

export async function passkeySupport(): Promise<PasskeySupport> {
  const passkeys = browserSupportsWebAuthn();
  return { passkeys, autofill: passkeys && (await browserSupportsWebAuthnAutofill()) };
}

/** Asks for a passkey; `autofill` waits in the identifier field instead of opening a prompt. */
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

/** Makes a new passkey. */
export async function makePasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
  { onPrf, onPrfEnabled }: PrfListeners,
): Promise<RegistrationResponseJSON> {
  try {
    const response = await startRegistration({ optionsJSON: withPrfInput(options) });
    if (isPrfEnabled(response)) onPrfEnabled?.();
    return withoutSecrets(response, onPrf);
  } catch (thrown) {
    throw passkeyProblemOf(thrown);
  }
}

/** Level 3 §10.1.4: told of a new passkey, whether or not it derives something at once. */
function isPrfEnabled({ clientExtensionResults }: { readonly clientExtensionResults: object }): boolean {
  const prf: unknown = Reflect.get(clientExtensionResults, 'prf');
  return isRecord(prf) && prf['enabled'] === true;
}

/** In JSON the PRF input is base64url, and @simplewebauthn/browser hands extensions on as they are. */
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

/**
 * What is sent of an extension's output: what the server reads, and nothing else. An output may be a secret, as that of `prf` is, of
 * `largeBlob` and of the older `hmac-secret`; the PRF output is handed to the caller, and the rest stays here.
 */
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
