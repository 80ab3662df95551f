import { createHash } from 'node:crypto';
import type { CborMap } from '../cbor.ts';
import { verifies } from '../signature-algorithm.ts';
import { attributesOf, type Certificate, OID } from './certificate.ts';
import { CONTEXT, decodeDer, oidOf } from './der.ts';
import { algorithmAt, bytesAt, certificatesAt, namesModel, onlyMembers } from './members.ts';
import type { Statement, StatementInput } from './statement.ts';
import { type PublicArea, parseCertified, parsePublicArea } from './tpm-structures.ts';

/** WebAuthn L3 §8.3. @throws Error */
export function verifyTpm(statement: CborMap, { credential, key, signed }: StatementInput): Statement {
  onlyMembers(statement, 'ver', 'alg', 'x5c', 'sig', 'certInfo', 'pubArea');
  if (statement.get('ver') !== '2.0') throw new Error('a TPM of another version');
  const { algorithm } = algorithmAt(statement);
  const path = certificatesAt(statement);
  const [leaf] = path;
  const pubArea = bytesAt(statement, 'pubArea');
  const certInfo = bytesAt(statement, 'certInfo');
  const publicArea = parsePublicArea(pubArea);
  if (!isKey(publicArea, key.key.export({ format: 'jwk' }))) throw new Error('the TPM speaks of another key');
  checkLeaf(leaf);
  if (!verifies(algorithm, leaf.x509.publicKey, certInfo, bytesAt(statement, 'sig'))) {
    throw new Error('the signature is wrong');
  }
  if (algorithm.hash === null) throw new Error('an algorithm without a hash');
  const { extraData, name } = parseCertified(certInfo);
  if (!digest(algorithm.hash, signed).equals(extraData)) throw new Error('the TPM certifies another registration');
  const nameAlg = Buffer.alloc(2);
  nameAlg.writeUInt16BE(publicArea.nameAlg);
  if (!Buffer.concat([nameAlg, digest(publicArea.nameHash, pubArea)]).equals(name)) {
    throw new Error('the TPM certifies another key');
  }
  return {
    type: 'certified',
    format: 'tpm',
    path,
    namesModel: namesModel(leaf, credential.aaguid),
  };
}

function isKey(
  { key }: PublicArea,
  jwk: Readonly<{ n?: string; e?: string; crv?: string; x?: string; y?: string }>,
): boolean {
  if (key.kty === 'RSA') return same(key.n, jwk.n) && BigInt(key.e) === numberOf(Buffer.from(jwk.e ?? '', 'base64url'));
  return key.crv === jwk.crv && same(key.x, jwk.x) && same(key.y, jwk.y);
}

/** As numbers: a TPM may leave out leading zeros. */
function same(number: Buffer, encoded: string | undefined): boolean {
  return encoded !== undefined && numberOf(number) === numberOf(Buffer.from(encoded, 'base64url'));
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex') || '0'}`);
}

function digest(hash: string, data: Uint8Array): Buffer {
  return createHash(hash).update(data).digest();
}

const AIK_CERTIFICATE = '2.23.133.8.3';
/** TPM 2.0 EK Profile §3.2.9. */
const TPM_ATTRIBUTES = ['2.23.133.2.1', '2.23.133.2.2', '2.23.133.2.3'];
const DIRECTORY_NAME = 4;

/** WebAuthn L3 §8.3.1. @throws Error */
function checkLeaf({ version, subject, basicConstraints, extensions }: Certificate): void {
  if (version !== 3) throw new Error('the certificate is not of version 3');
  if (subject.size > 0) throw new Error('the certificate names a subject');
  if (basicConstraints?.ca !== false) throw new Error('the certificate does not say that it is none of a CA');
  const usage = extensions.get(OID.extendedKeyUsage);
  if (usage === undefined || !decodeDer(usage.value).children.map(oidOf).includes(AIK_CERTIFICATE)) {
    throw new Error('the certificate is not one for attestation keys');
  }
  const alternative = extensions.get(OID.subjectAltName);
  const names = alternative === undefined ? [] : decodeDer(alternative.value).children;
  const named = names
    .filter(({ tagClass, tag }) => tagClass === CONTEXT && tag === DIRECTORY_NAME)
    .flatMap(({ children }) => children.flatMap((name) => [...attributesOf(name).keys()]));
  if (!TPM_ATTRIBUTES.every((attribute) => named.includes(attribute))) throw new Error('the certificate names no TPM');
}
