import { createHash, createHmac } from 'node:crypto';
import type { AuthenticationExtensionsClientInputs } from '@simplewebauthn/server';
import { AuthenticatorError } from './authenticator-error.ts';
import { decodeBase64url } from './base64url.ts';

/** The results of the PRF for one or two inputs, 32 bytes each. */
export interface PrfResults {
  /** The output for `eval.first`. */
  readonly first: Uint8Array<ArrayBuffer>;
  /** The output for `eval.second`; absent without a second input. */
  readonly second?: Uint8Array<ArrayBuffer>;
}

/** The `prf` member of the extension inputs (WebAuthn L3 §10.1.4). */
export type PrfInputs = NonNullable<AuthenticationExtensionsClientInputs['prf']>;

/** A pair of PRF inputs. */
export type PrfValues = NonNullable<PrfInputs['eval']>;

/**
 * The PRF inputs for a credential: the credential's own inputs, or else the inputs for all credentials (WebAuthn L3 §10.1.4,
 * authentication).
 *
 * @throws AuthenticatorError `prf-misplaced` or `prf-unknown-credential`, if the client refuses the inputs before asking an authenticator.
 */
export function choosePrfValues(
  inputs: PrfInputs,
  credentialId: string,
  allowed: ReadonlySet<string>,
): PrfValues | undefined {
  const byCredential = new Map(Object.entries(inputs.evalByCredential ?? {}));
  if (byCredential.size > 0 && allowed.size === 0) {
    throw new AuthenticatorError('prf-misplaced', 'prf.evalByCredential needs allowCredentials');
  }
  for (const id of byCredential.keys()) {
    if (!allowed.has(id)) {
      throw new AuthenticatorError(
        'prf-unknown-credential',
        `prf.evalByCredential names "${id}", allowCredentials does not`,
      );
    }
  }
  return byCredential.get(credentialId) ?? inputs.eval;
}

/**
 * The `prf` member of a response. Readable, but not enumerable for JSON: the result opens a vault in the client, and the server refuses a
 * body that contains the result. Therefore, a test can send the response unchanged.
 */
export function prfOutput(results: PrfResults | undefined): { results?: PrfResults } {
  const output: { results?: PrfResults } = {};
  return results === undefined ? output : Object.defineProperty(output, 'results', { value: results });
}

/** HMAC-SHA-256 of each hashed input, with the credential's secret as the key (WebAuthn L3 §10.1.4, CTAP 2.1 §12.5). */
export function evaluatePrf(secret: Uint8Array, values: PrfValues): PrfResults {
  const first = evaluate(secret, values.first);
  return values.second === undefined ? { first } : { first, second: evaluate(secret, values.second) };
}

function evaluate(secret: Uint8Array, input: unknown): Uint8Array<ArrayBuffer> {
  const salt = createHash('sha256').update('WebAuthn PRF\0', 'utf8').update(inputBytes(input)).digest();
  return new Uint8Array(createHmac('sha256', secret).update(salt).digest());
}

/** In JSON, the inputs are base64url text (WebAuthn L3 §5.1.8, §10.1.4). The borrowed types allow only bytes. */
function inputBytes(input: unknown): Uint8Array {
  if (typeof input === 'string') {
    return decodeBase64url(input, 'A prf input');
  }
  if (input instanceof ArrayBuffer) {
    return new Uint8Array(input);
  }
  if (ArrayBuffer.isView(input)) {
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  throw new AuthenticatorError('authenticator-misused', 'A prf input is base64url text, or bytes');
}
