import { sha256 } from './assertion.ts';
import type { Statement, StatementInput } from './attestation/statement.ts';
import { type AttestedCredentialData, type AuthenticatorData, parseAuthenticatorData } from './authenticator-data.ts';
import { decodeBase64url } from './base64url.ts';
import { asBytes, decodeMap } from './cbor.ts';
import { checkClientData, clientDataOf } from './client-data.ts';
import type { RegistrationResponseJSON } from './credential-json.ts';
import { readCredentialKey } from './credential-key.ts';
import { demand, parsed } from './refused.ts';

export interface ExpectedRegistration {
  readonly challenge: (shown: string) => boolean;
  readonly origin: string | readonly string[];
  readonly rpId: string;
  /** The offered COSE algorithms. */
  readonly algorithms: readonly number[];
  /** False for a credential that the browser created by itself, without a gesture (conditional creation, §5.1.3). Default: true. */
  readonly userPresence?: boolean;
}

/** A valid registration with its attestation statement. `AttestationTrust` judges whether a root vouches for the statement. */
export interface NewCredential {
  /** The authenticator data (§6.1) with the flags. */
  readonly data: AuthenticatorData;
  /** The credential's id, its public key and the model (§6.5.1). */
  readonly credential: AttestedCredentialData;
  /** The verified statement; of type `none` for most registrations. */
  readonly statement: Statement;
}

const LONGEST_CREDENTIAL_ID = 1023;

/**
 * WebAuthn L3 §7.1 from step 3 to step 22 and step 25.
 *
 * @throws Refused with the step that the response fails
 */
export async function judgeRegistration(
  registered: RegistrationResponseJSON,
  expected: ExpectedRegistration,
): Promise<NewCredential> {
  const { id, rawId, type, response } = registered;
  demand(type === 'public-key' && id === rawId, 'create', 'form', 'not a public key credential');
  const bytes = parsed('create', 'form', () => ({
    clientData: decodeBase64url(response.clientDataJSON),
    attestationObject: decodeBase64url(response.attestationObject),
  }));
  const client = clientDataOf(response.clientDataJSON);
  demand(client !== undefined, 'create', 'client-data', 'the client data are no JSON object with a challenge');
  checkClientData(client, 'create', expected);
  const { fmt, attStmt, authenticatorData, data } = parsed('create', 'decoding', () => {
    const object = decodeMap(bytes.attestationObject);
    const authData = asBytes(object.get('authData'));
    return {
      fmt: object.get('fmt'),
      attStmt: object.get('attStmt'),
      authenticatorData: authData,
      data: parseAuthenticatorData(authData),
    };
  });
  demand(typeof fmt === 'string', 'create', 'decoding', 'the attestation object names no format');
  const credential = data.attested;
  demand(credential !== undefined, 'create', 'decoding', 'no attested credential data');
  demand(sha256(expected.rpId).equals(data.rpIdHash), 'create', 'rp-id', 'for another relying party');
  demand(data.userPresent || expected.userPresence === false, 'create', 'user-present', 'the user was not present');
  demand(data.backupEligible || !data.backedUp, 'create', 'backup', 'backed up, and not eligible for it');
  const key = parsed('create', 'algorithm', () => readCredentialKey(credential.cose));
  demand(expected.algorithms.includes(key.alg), 'create', 'algorithm', 'an algorithm that was not offered');
  const { length } = credential.credentialId;
  const named = Buffer.from(credential.credentialId).toString('base64url') === id;
  demand(
    length >= 1 && length <= LONGEST_CREDENTIAL_ID,
    'create',
    'credential-id',
    `a credential id of ${length} bytes`,
  );
  demand(named, 'create', 'credential-id', 'the credential id differs from the id of the response');
  const clientDataHash = sha256(bytes.clientData);
  const statement = await stated(fmt, attStmt, {
    data,
    credential,
    key,
    authenticatorData,
    clientDataHash,
    signed: Buffer.concat([authenticatorData, clientDataHash]),
  });
  return { data, credential, statement };
}

async function stated(fmt: string, attStmt: unknown, input: StatementInput): Promise<Statement> {
  if (fmt === 'none') {
    const empty = attStmt instanceof Map && attStmt.size === 0;
    demand(empty, 'create', 'statement', 'a statement where there is none');
    return { type: 'none' };
  }
  const { verifyStatement } = await import('./attestation/verify-statement.ts');
  return verifyStatement(fmt, attStmt, input);
}
