import { createHash } from 'node:crypto';
import { parseAuthenticatorData } from './authenticator-data.ts';
import { decodeBase64url } from './base64url.ts';
import { decodeMap } from './cbor.ts';
import { checkClientData, clientDataOf } from './client-data.ts';
import type { AuthenticationResponseJSON } from './credential-json.ts';
import { readCredentialKey } from './credential-key.ts';
import { demand, parsed } from './refused.ts';

export interface ExpectedAssertion {
  readonly challenge: (shown: string) => boolean;
  readonly origin: string | readonly string[];
  readonly rpId: string;
  /** `backupEligible` is the flag of the registration. `undefined`: unknown, because another system registered the passkey. */
  readonly passkey: {
    readonly id: string;
    readonly publicKey: string;
    readonly backupEligible: boolean | undefined;
  };
}

/** The content of a valid assertion. */
export interface Shown {
  /** The UV flag (§6.1): the authenticator verified its user. */
  readonly userVerified: boolean;
  /** The signature counter (§6.1.1); 0 if the authenticator does not count. */
  readonly counter: number;
  /** The BE flag (§6.1.3), equal to the flag of the registration, if that flag is known. */
  readonly backupEligible: boolean;
  /** The BS flag (§6.1.3). */
  readonly backedUp: boolean;
}

/**
 * WebAuthn L3 §7.2 from step 7, without the signature counter, which the policy judges (step 22).
 *
 * @throws Refused with the step that the response fails
 */
export function judgeAssertion(credential: AuthenticationResponseJSON, expected: ExpectedAssertion): Shown {
  const { id, rawId, type, response } = credential;
  demand(type === 'public-key' && id === rawId, 'get', 'form', 'not a public key credential');
  demand(id === expected.passkey.id, 'get', 'form', 'another credential');
  const bytes = parsed('get', 'form', () => ({
    clientData: decodeBase64url(response.clientDataJSON),
    authenticatorData: decodeBase64url(response.authenticatorData),
    signature: decodeBase64url(response.signature),
  }));
  const client = clientDataOf(response.clientDataJSON);
  demand(client !== undefined, 'get', 'client-data', 'the client data are no JSON object with a challenge');
  checkClientData(client, 'get', expected);
  const shown = parsed('get', 'decoding', () => parseAuthenticatorData(bytes.authenticatorData));
  demand(shown.attested === undefined, 'get', 'decoding', 'attested credential data in an assertion');
  demand(sha256(expected.rpId).equals(shown.rpIdHash), 'get', 'rp-id', 'for another relying party');
  demand(shown.userPresent, 'get', 'user-present', 'the user was not present');
  demand(shown.backupEligible || !shown.backedUp, 'get', 'backup', 'backed up, and not eligible for it');
  demand(
    expected.passkey.backupEligible === undefined || shown.backupEligible === expected.passkey.backupEligible,
    'get',
    'record',
    'the backup eligibility is not what it was',
  );
  const key = parsed('get', 'signature', () =>
    readCredentialKey(decodeMap(Buffer.from(expected.passkey.publicKey, 'base64url'))),
  );
  const signed = Buffer.concat([bytes.authenticatorData, sha256(bytes.clientData)]);
  demand(key.verifies(signed, bytes.signature), 'get', 'signature', 'the signature is wrong');
  return {
    userVerified: shown.userVerified,
    counter: shown.signCount,
    backupEligible: shown.backupEligible,
    backedUp: shown.backedUp,
  };
}

export function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}
