import type { CborMap } from '../cbor.ts';
import { RS1, verifies, WEAK_HASH } from '../signature-algorithm.ts';
import type { Certificate } from './certificate.ts';
import { algorithmAt, bytesAt, certificatesAt, namesModel, onlyMembers } from './members.ts';
import type { Statement, StatementInput } from './statement.ts';

/** WebAuthn L3 §8.2. @throws Error */
export function verifyPacked(statement: CborMap, { credential, key, signed }: StatementInput): Statement {
  onlyMembers(statement, 'alg', 'sig', 'x5c');
  const { alg, algorithm } = algorithmAt(statement);
  const signature = bytesAt(statement, 'sig');
  if (!statement.has('x5c')) {
    if (alg !== key.alg) throw new Error('a self attestation with another algorithm than the key');
    if (!key.verifies(signed, signature)) throw new Error('the signature is wrong');
    return { type: 'self' };
  }
  const path = certificatesAt(statement);
  const [leaf] = path;
  if (!verifies(algorithm, leaf.x509.publicKey, signed, signature)) throw new Error('the signature is wrong');
  checkLeaf(leaf);
  return {
    type: 'certified',
    format: 'packed',
    path,
    namesModel: namesModel(leaf, credential.aaguid),
    weakness: alg === RS1 ? WEAK_HASH : undefined,
  };
}

const [COUNTRY, ORGANISATION, UNIT, COMMON_NAME] = ['2.5.4.6', '2.5.4.10', '2.5.4.11', '2.5.4.3'] as const;

/** WebAuthn L3 §8.2.1. @throws Error */
function checkLeaf({ version, subject, basicConstraints }: Certificate): void {
  if (version !== 3) throw new Error('the certificate is not of version 3');
  if (subject.get(COUNTRY)?.length !== 2) throw new Error('the certificate names no country');
  if (subject.get(UNIT) !== 'Authenticator Attestation') throw new Error('the certificate is for something else');
  if ((subject.get(ORGANISATION) ?? '') === '' || (subject.get(COMMON_NAME) ?? '') === '') {
    throw new Error('the certificate names no maker');
  }
  if (basicConstraints?.ca !== false) throw new Error('the certificate does not say that it is none of a CA');
}
