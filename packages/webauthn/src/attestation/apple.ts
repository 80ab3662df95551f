import { sha256 } from '../assertion.ts';
import type { CborMap } from '../cbor.ts';
import { childAt, decodeDer, TAG, tagged } from './der.ts';
import { certificatesAt, onlyMembers } from './members.ts';
import type { Statement, StatementInput } from './statement.ts';

const NONCE = '1.2.840.113635.100.8.2';

/** WebAuthn L3 §8.8. @throws Error */
export function verifyApple(statement: CborMap, { key, signed }: StatementInput): Statement {
  onlyMembers(statement, 'x5c', 'alg');
  const path = certificatesAt(statement);
  const [leaf] = path;
  const extension = leaf.extensions.get(NONCE);
  const wrapped = extension === undefined ? undefined : tagged(decodeDer(extension.value), 1);
  if (wrapped === undefined) throw new Error('the certificate has no nonce');
  if (!sha256(signed).equals(childAt(wrapped, 0, TAG.octetString).content)) throw new Error('the nonce is another');
  if (!leaf.x509.publicKey.equals(key.key)) throw new Error('the certificate is of another key');
  return { type: 'certified', format: 'apple', path, namesModel: false };
}
