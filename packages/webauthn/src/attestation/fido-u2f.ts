import { asBytes, type CborMap } from '../cbor.ts';
import { signatureAlgorithm, verifies } from '../signature-algorithm.ts';
import { bytesAt, certificatesAt, onlyMembers } from './members.ts';
import type { Statement, StatementInput } from './statement.ts';

const ES256 = -7;
const NO_MODEL = '00000000-0000-0000-0000-000000000000';

/**
 * WebAuthn L3 §8.6. The signature covers neither the flags nor the model.
 *
 * @throws Error
 */
export function verifyFidoU2f(statement: CborMap, input: StatementInput): Statement {
  onlyMembers(statement, 'sig', 'x5c');
  const { data, credential, key, clientDataHash } = input;
  const path = certificatesAt(statement);
  const [leaf, ...others] = path;
  if (others.length > 0) throw new Error('more than one certificate');
  if (data.userVerified || data.backupEligible || data.backedUp) throw new Error('a claim that U2F cannot make');
  const es256 = signatureAlgorithm(ES256);
  if (key.alg !== ES256 || es256 === undefined) throw new Error('the key is of another algorithm than U2F knows');
  const publicKey = [Uint8Array.of(4), asBytes(credential.cose.get(-2)), asBytes(credential.cose.get(-3))];
  const signed = Buffer.concat([
    Uint8Array.of(0),
    data.rpIdHash,
    clientDataHash,
    credential.credentialId,
    ...publicKey,
  ]);
  if (!verifies(es256, leaf.x509.publicKey, signed, bytesAt(statement, 'sig')))
    throw new Error('the signature is wrong');
  return {
    type: 'certified',
    format: 'fido-u2f',
    path,
    namesModel: false,
    weakness: credential.aaguid === NO_MODEL ? undefined : 'its signature does not cover the model',
  };
}
