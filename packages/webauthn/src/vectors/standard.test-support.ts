import { type CBORType, encodeCBOR } from '@levischuck/tiny-cbor';
import { derivedValues } from './deterministic-ecdsa.test-support.ts';
import { base64url, FLAG, sha256 } from './forge.test-support.ts';
import { type StandardAlgorithm, standardKey } from './standard-keys.test-support.ts';
import { type StandardFormat, standardStatement } from './standard-statements.test-support.ts';

/** How one vector of WebAuthn L3 ("Test Vectors") differs from the others, and the digest of what the standard prints for it. */
export interface Recipe {
  readonly name: string;
  /** What the random values are derived with. */
  readonly info: string;
  readonly format: StandardFormat;
  readonly algorithm: StandardAlgorithm;
  readonly frame?: { readonly crossOrigin: true; readonly topOrigin?: string };
  readonly challengeLength?: number;
  readonly credentialIdLength?: number;
  /** The SHA-256 of all five values in the order of the standard, authenticator data before client data in an assertion. */
  readonly digest: string;
}

/** A vector, in the form of the browser. */
export interface StandardVector {
  readonly name: string;
  readonly credentialId: string;
  readonly registration: {
    readonly challenge: string;
    readonly clientDataJSON: string;
    readonly attestationObject: string;
  };
  readonly assertion: {
    readonly challenge: string;
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
  };
  /** The SHA-256 of the five values, to be compared with the one of the standard. */
  readonly digest: string;
}

const ORIGIN = 'https://example.org';
const rpIdHash = sha256('example.org');
const EXTRA = 'clientDataJSON may be extended with additional fields in the future, such as this: ';

/** Makes a vector from the random values of the standard, in their order. */
export function standardVector(recipe: Recipe): StandardVector {
  const { name, info, format, algorithm, frame = { crossOrigin: false }, challengeLength = 32 } = recipe;
  const next = derivedValues(info);
  const clientData = (type: string, challenge: Uint8Array): Buffer => {
    const extra = (byteOf(next) & 1) === 1 ? { extraData: EXTRA + base64url(next(16)) } : {};
    return Buffer.from(JSON.stringify({ type, challenge: base64url(challenge), origin: ORIGIN, ...frame, ...extra }));
  };

  const challenge = next(challengeLength);
  const key = standardKey(algorithm, next);
  const clientDataJSON = clientData('webauthn.create', challenge);
  const aaguid = next(16);
  const credentialId = next(recipe.credentialIdLength ?? 32);
  const flags = format === 'fido-u2f' ? FLAG.up : registrationFlags(byteOf(next));
  const attest = standardStatement(format, key, next);
  const length = Buffer.of(credentialId.length >> 8, credentialId.length & 255);
  const attested = [aaguid, length, credentialId, encodeCBOR(key.cose)];
  const authData = Buffer.concat([head(flags | FLAG.at), ...attested]);
  const clientDataHash = sha256(clientDataJSON);
  const statement = attest({ rpIdHash, credentialId, authenticatorData: authData, clientDataHash });
  const attestationObject = encodeCBOR(
    new Map<string, CBORType>([
      ['fmt', format === 'self' ? 'packed' : format],
      ['attStmt', new Map(statement)],
      ['authData', Uint8Array.from(authData)],
    ]),
  );

  const challengeAgain = next(challengeLength);
  const shown = clientData('webauthn.get', challengeAgain);
  const authenticatorData = head(assertionFlags(byteOf(next), flags));
  const signature = key.sign(Buffer.concat([authenticatorData, sha256(shown)]));
  return {
    name,
    credentialId: base64url(credentialId),
    registration: {
      challenge: base64url(challenge),
      clientDataJSON: base64url(clientDataJSON),
      attestationObject: base64url(attestationObject),
    },
    assertion: {
      challenge: base64url(challengeAgain),
      clientDataJSON: base64url(shown),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
    },
    digest: sha256(Buffer.concat([clientDataJSON, attestationObject, authenticatorData, shown, signature])).toString(
      'hex',
    ),
  };
}

const byteOf = (next: (length: number) => Buffer): number => next(1).readUInt8();
const head = (flags: number): Buffer => Buffer.concat([rpIdHash, Buffer.of(flags, 0, 0, 0, 0)]);

/** `auth_data_UV_BE_BS`: BS is set only if BE is. */
function registrationFlags(random: number): number {
  const backup = (random & FLAG.be) === 0 ? 0 : FLAG.be | FLAG.bs;
  return FLAG.up | (random & (FLAG.uv | backup));
}

/** `auth_data_UV_BS`: BS is set only if BE was, and BE stays as it was. */
function assertionFlags(random: number, registered: number): number {
  const backedUp = (registered & FLAG.be) === 0 ? 0 : FLAG.bs;
  return FLAG.up | (registered & FLAG.be) | (random & (FLAG.uv | backedUp));
}
