import { uuid } from '../authenticator-data.ts';
import { asBytes, type CborMap } from '../cbor.ts';
import { type SignatureAlgorithm, signatureAlgorithm } from '../signature-algorithm.ts';
import { type Certificate, OID, parseCertificate } from './certificate.ts';
import { decodeDer, TAG } from './der.ts';

export function onlyMembers(statement: CborMap, ...names: readonly string[]): void {
  for (const name of statement.keys()) if (!names.includes(String(name))) throw new Error(`a member '${name}'`);
}

export function bytesAt(statement: CborMap, name: string): Uint8Array {
  return asBytes(statement.get(name));
}

export function algorithmAt(statement: CborMap): { readonly alg: number; readonly algorithm: SignatureAlgorithm } {
  const alg = statement.get('alg');
  const algorithm = signatureAlgorithm(alg);
  if (typeof alg !== 'number' || algorithm === undefined) throw new Error('an algorithm that is not known');
  return { alg, algorithm };
}

const MOST_CERTIFICATES = 10;

/** `x5c`: the leaf first. @throws Error */
export function certificatesAt(statement: CborMap): readonly [Certificate, ...Certificate[]] {
  const x5c = statement.get('x5c');
  if (!Array.isArray(x5c) || x5c.length > MOST_CERTIFICATES) throw new Error('x5c is no list of certificates');
  const [leaf, ...others] = x5c.map((item) => parseCertificate(asBytes(item)));
  if (leaf === undefined) throw new Error('x5c is empty');
  return [leaf, ...others];
}

/** @throws Error for a different model (WebAuthn L3 §8.2, §8.3) */
export function namesModel({ extensions }: Certificate, aaguid: string): boolean {
  const extension = extensions.get(OID.aaguid);
  if (extension === undefined) return false;
  if (extension.critical) throw new Error('the extension that names the model is critical');
  const { tag, content } = decodeDer(extension.value);
  if (tag !== TAG.octetString || content.length !== 16)
    throw new Error('the extension that names the model is malformed');
  if (uuid(content) !== aaguid) throw new Error('the certificate is of another model');
  return true;
}
