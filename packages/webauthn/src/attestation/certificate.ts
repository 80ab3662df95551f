import { X509Certificate } from 'node:crypto';
import { childAt, type Der, decodeDer, integerOf, oidOf, TAG, tagged } from './der.ts';

/** RFC 5280, WebAuthn L3 §8. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly version: number;
  /** Object identifier and text. */
  readonly subject: ReadonlyMap<string, string>;
  readonly selfIssued: boolean;
  /** With SHA-256 or a longer hash. */
  readonly strongSignature: boolean;
  /** Epoch milliseconds. `NaN` without the form of RFC 5280 §4.1.2.5. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | undefined } | undefined;
  /** `undefined` if the certificate does not restrict the usage. */
  readonly keyUsage: readonly boolean[] | undefined;
  /** A path needs a policy that is accepted by name (RFC 5280 §4.2.1.11). */
  readonly requiresPolicy: boolean;
}

export interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

export const OID = {
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  aaguid: '1.3.6.1.4.1.45724.1.1.4',
} as const;

export function parseCertificate(der: Uint8Array): Certificate {
  const x509 = new X509Certificate(der);
  if (x509.raw.length !== der.length) throw new Error('bytes after the certificate');
  const tbs = childAt(decodeDer(der), 0, TAG.sequence);
  const version = tagged(tbs, 0);
  const first = version === undefined ? 0 : 1;
  const issuer = childAt(tbs, first + 2, TAG.sequence);
  const validity = childAt(tbs, first + 3, TAG.sequence);
  const subject = childAt(tbs, first + 4, TAG.sequence);
  const extensions = extensionsOf(tagged(tbs, 3));
  const basic = extensions.get(OID.basicConstraints);
  const usage = extensions.get(OID.keyUsage);
  const policies = extensions.get(OID.policyConstraints);
  return {
    der,
    x509,
    version: version === undefined ? 1 : integerOf(childAt(version, 0, TAG.integer)) + 1,
    subject: attributesOf(subject),
    selfIssued: Buffer.compare(issuer.raw, subject.raw) === 0,
    strongSignature: isStrong(childAt(tbs, first + 1, TAG.sequence)),
    notBefore: timeOf(validity.children[0]),
    notAfter: timeOf(validity.children[1]),
    extensions,
    basicConstraints: basic === undefined ? undefined : basicConstraintsOf(decodeDer(basic.value)),
    keyUsage: usage === undefined ? undefined : bitsOf(decodeDer(usage.value)),
    requiresPolicy: policies !== undefined && tagged(decodeDer(policies.value), REQUIRE_EXPLICIT_POLICY) !== undefined,
  };
}

const REQUIRE_EXPLICIT_POLICY = 0;

/** RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3. */
const STRONG_SIGNATURES: ReadonlySet<string> = new Set([
  ...['1.2.840.113549.1.1.11', '1.2.840.113549.1.1.12', '1.2.840.113549.1.1.13'],
  ...['1.2.840.10045.4.3.2', '1.2.840.10045.4.3.3', '1.2.840.10045.4.3.4'],
  ...['1.3.101.112', '1.3.101.113'],
]);
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const STRONG_HASHES: ReadonlySet<string> = new Set([
  ...['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3'],
]);

function isStrong(algorithm: Der): boolean {
  const id = oidOf(childAt(algorithm, 0, TAG.oid));
  if (id !== RSASSA_PSS) return STRONG_SIGNATURES.has(id);
  // SHA-1 (RFC 4055 §3.1).
  const hash = tagged(childAt(algorithm, 1, TAG.sequence), 0);
  return hash !== undefined && STRONG_HASHES.has(oidOf(childAt(childAt(hash, 0, TAG.sequence), 0, TAG.oid)));
}

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/** RFC 5280 §4.1.2.5. */
function timeOf(time: Der | undefined): number {
  const text = Buffer.from(time?.content ?? []).toString('latin1');
  if (time?.tag !== TAG.utcTime && time?.tag !== TAG.generalizedTime) return Number.NaN;
  const century = time.tag === TAG.generalizedTime ? '' : text < '50' ? '20' : '19';
  const full = `${century}${text}`;
  return TIME.test(full) ? Date.parse(full.replace(TIME, '$1-$2-$3T$4:$5:$6Z')) : Number.NaN;
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
