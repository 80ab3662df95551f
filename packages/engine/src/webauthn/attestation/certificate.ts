import { X509Certificate } from 'node:crypto';
import { childAt, type Der, decodeDer, integerOf, oidOf, TAG, tagged } from './der.ts';

/** An X.509 certificate with what RFC 5280 and WebAuthn L3 §8 ask about it. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  /** 1 to 3. */
  readonly version: number;
  /** The subject's attributes: object identifier and text. */
  readonly subject: ReadonlyMap<string, string>;
  readonly selfIssued: boolean;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | undefined } | undefined;
  /** The bits of key usage, the first one first; `undefined` where the certificate does not restrict it. */
  readonly keyUsage: readonly boolean[] | undefined;
}

export interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

export const OID = {
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
  /** id-fido-gen-ce-aaguid. */
  aaguid: '1.3.6.1.4.1.45724.1.1.4',
} as const;

/** @throws Error for what is no certificate */
export function parseCertificate(der: Uint8Array): Certificate {
  const x509 = new X509Certificate(der);
  if (x509.raw.length !== der.length) throw new Error('bytes after the certificate');
  const tbs = childAt(decodeDer(der), 0, TAG.sequence);
  const version = tagged(tbs, 0);
  const first = version === undefined ? 0 : 1;
  const issuer = childAt(tbs, first + 2, TAG.sequence);
  const subject = childAt(tbs, first + 4, TAG.sequence);
  const extensions = extensionsOf(tagged(tbs, 3));
  const basic = extensions.get(OID.basicConstraints);
  const usage = extensions.get(OID.keyUsage);
  return {
    der,
    x509,
    version: version === undefined ? 1 : integerOf(childAt(version, 0, TAG.integer)) + 1,
    subject: attributesOf(subject),
    selfIssued: Buffer.compare(issuer.raw, subject.raw) === 0,
    notBefore: Date.parse(x509.validFrom),
    notAfter: Date.parse(x509.validTo),
    extensions,
    basicConstraints: basic === undefined ? undefined : basicConstraintsOf(decodeDer(basic.value)),
    keyUsage: usage === undefined ? undefined : bitsOf(decodeDer(usage.value)),
  };
}

export function sameCertificate(one: Certificate, other: Certificate): boolean {
  return Buffer.compare(one.der, other.der) === 0;
}

/** Each at most once (RFC 5280 §4.2). */
function extensionsOf(wrapped: Der | undefined): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  for (const { children } of wrapped === undefined ? [] : childAt(wrapped, 0, TAG.sequence).children) {
    const [id, ...rest] = children;
    const value = rest.at(-1);
    if (id === undefined || value === undefined || value.tag !== TAG.octetString)
      throw new Error('a malformed extension');
    const oid = oidOf(id);
    if (found.has(oid)) throw new Error(`two extensions ${oid}`);
    const critical = rest.length === 2 && rest[0]?.tag === TAG.boolean && rest[0].content[0] !== 0;
    found.set(oid, { critical, value: value.content });
  }
  return found;
}

export function attributesOf(name: Der): ReadonlyMap<string, string> {
  const pairs = name.children.flatMap(({ children }) =>
    children.map(({ children: [type, value] }): [string, string] => {
      if (type === undefined || value === undefined) throw new Error('a malformed name');
      return [oidOf(type), Buffer.from(value.content).toString('utf8')];
    }),
  );
  return new Map(pairs);
}

function basicConstraintsOf({ children }: Der): { ca: boolean; pathLength: number | undefined } {
  const ca = children.find(({ tag }) => tag === TAG.boolean);
  const length = children.find(({ tag }) => tag === TAG.integer);
  return {
    ca: ca !== undefined && ca.content[0] !== 0,
    pathLength: length === undefined ? undefined : integerOf(length),
  };
}

function bitsOf({ tag, content }: Der): readonly boolean[] {
  if (tag !== TAG.bitString) throw new Error('a malformed key usage');
  return [...content.subarray(1)].flatMap((byte) =>
    Array.from({ length: 8 }, (_, bit) => (byte & (0x80 >> bit)) !== 0),
  );
}
