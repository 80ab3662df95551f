import type { CborMap } from '../cbor.ts';
import { verifies } from '../signature-algorithm.ts';
import { childAt, type Der, decodeDer, integerOf, TAG, tagged } from './der.ts';
import { algorithmAt, bytesAt, certificatesAt, onlyMembers } from './members.ts';
import type { Statement, StatementInput } from './statement.ts';

const KEY_DESCRIPTION = '1.3.6.1.4.1.11129.2.1.17';
/** WebAuthn L3 §8.4. */
const PURPOSE = 1;
const ALL_APPLICATIONS = 600;
const ORIGIN = 702;
const KM_PURPOSE_SIGN = 2;
const KM_ORIGIN_GENERATED = 0;

export function verifyAndroidKey(statement: CborMap, { key, clientDataHash, signed }: StatementInput): Statement {
  onlyMembers(statement, 'alg', 'sig', 'x5c');
  const { algorithm } = algorithmAt(statement);
  const path = certificatesAt(statement);
  const [leaf] = path;
  if (!verifies(algorithm, leaf.x509.publicKey, signed, bytesAt(statement, 'sig'))) {
    throw new Error('the signature is wrong');
  }
  if (!leaf.x509.publicKey.equals(key.key)) throw new Error('the certificate is of another key');
  const extension = leaf.extensions.get(KEY_DESCRIPTION);
  if (extension === undefined) throw new Error('the certificate does not describe its key');
  const description = decodeDer(extension.value);
  if (Buffer.compare(childAt(description, 4, TAG.octetString).content, clientDataHash) !== 0) {
    throw new Error('the certificate was made for another challenge');
  }
  const isDescribed = describesKey([childAt(description, 6, TAG.sequence), childAt(description, 7, TAG.sequence)]);
  return {
    type: 'certified',
    format: 'android-key',
    path,
    namesModel: false,
    weakness: isDescribed ? undefined : 'the certificate does not tell where its key was made, and what for',
  };
}

/**
 * The lists together have to state that the key was generated in the trusted environment for signing. The standard's test vector states neither, is
 * correct, and vouches for nothing.
 *
 * @throws Error if a list states the opposite
 */
function describesKey(lists: readonly Der[]): boolean {
  if (lists.some((list) => tagged(list, ALL_APPLICATIONS) !== undefined)) {
    throw new Error('any application may use the key');
  }
  const origins = valuesOf(lists, ORIGIN).map(integerOf);
  if (origins.some((origin) => origin !== KM_ORIGIN_GENERATED)) {
    throw new Error('the key was not made where it is kept');
  }
  const purposes = valuesOf(lists, PURPOSE).flatMap(({ children }) => children.map(integerOf));
  if (purposes.length > 0 && !purposes.includes(KM_PURPOSE_SIGN)) throw new Error('the key is not for signatures');
  return origins.length > 0 && purposes.length > 0;
}

function valuesOf(lists: readonly Der[], tag: number): Der[] {
  return lists.flatMap((list) => tagged(list, tag)?.children ?? []);
}
