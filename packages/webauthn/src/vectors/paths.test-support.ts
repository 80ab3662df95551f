import type { KeyPairKeyObjectResult } from 'node:crypto';
import {
  basicConstraints,
  type CertificateParts,
  generalizedTime,
  makeCertificate,
  SIGNATURE,
  utcTime,
} from './certificates.test-support.ts';
import { der } from './der.test-support.ts';
import { p256, p384, p521, rsa, shortRsa } from './forge.test-support.ts';
import { extension } from './standard-certificates.test-support.ts';

/** One thing changed in a path of a leaf, a CA and a root. */
export interface PathMutation {
  readonly name: string;
  readonly attested: boolean;
  readonly certificates: { readonly leaf: Uint8Array; readonly ca: Uint8Array; readonly root: Uint8Array };
}

type Change = Partial<CertificateParts>;
interface Changes {
  readonly leaf?: Change;
  readonly ca?: Change;
  readonly root?: Change;
  readonly caKey?: KeyPairKeyObjectResult;
  readonly rootKey?: KeyPairKeyObjectResult;
}

const VALIDITY = { notBefore: utcTime('200101000000Z'), notAfter: utcTime('490101000000Z') };
const CA = { ...VALIDITY, extensions: [basicConstraints(true)] };
const LEAF = { ...VALIDITY, extensions: [basicConstraints(false)] };

function path(name: string, attested: boolean, changes: Changes = {}): PathMutation {
  const { caKey = p384, rootKey = p521 } = changes;
  const signatureOf = ({ privateKey }: KeyPairKeyObjectResult) =>
    privateKey.asymmetricKeyType === 'rsa' ? SIGNATURE.rsaSha256 : SIGNATURE.ecdsaSha256;
  const byRoot = { issuer: 'Root', issuerKey: rootKey.privateKey, signature: signatureOf(rootKey) };
  const byCa = { issuer: 'CA', issuerKey: caKey.privateKey, signature: signatureOf(caKey) };
  return {
    name,
    attested,
    certificates: {
      leaf: makeCertificate({ subject: 'Leaf', publicKey: p256.publicKey, ...byCa, ...LEAF, ...changes.leaf }),
      ca: makeCertificate({ subject: 'CA', publicKey: caKey.publicKey, ...byRoot, ...CA, ...changes.ca }),
      root: makeCertificate({ subject: 'Root', publicKey: rootKey.publicKey, ...byRoot, ...CA, ...changes.root }),
    },
  };
}

const NAMES = '551d1e';
const POLICIES = '551d24';
/** Permitted: names in the DNS below `example`. */
const DNS_NAMES = der(0x30, der(0xa0, der(0x30, der(0x82, Buffer.from('example')))));
const EXPLICIT_POLICY = der(0x30, der(0x80, Buffer.of(0)));
const NO_MAPPING = der(0x30, der(0x81, Buffer.of(0)));
const caWith = (...more: readonly Uint8Array[]): Change => ({ extensions: [basicConstraints(true), ...more] });
const leafWith = (...more: readonly Uint8Array[]): Change => ({ extensions: [basicConstraints(false), ...more] });

export const PATHS: readonly PathMutation[] = [
  path('as it should be', true),
  path('a CA with an RSA key of 2,048 bits', true, { caKey: rsa }),
  path('a CA with an RSA key of 1,024 bits', false, { caKey: shortRsa }),
  path('a root with an RSA key of 2,048 bits', true, { rootKey: rsa }),
  path('a root with an RSA key of 1,024 bits', false, { rootKey: shortRsa }),
  path('a leaf signed with RSASSA-PSS and SHA-256', true, { caKey: rsa, leaf: { signature: SIGNATURE.pssSha256 } }),
  path('a leaf signed with RSASSA-PSS and SHA-1', false, { caKey: rsa, leaf: { signature: SIGNATURE.pssSha1 } }),
  path('a leaf signed with RSA and SHA-1', false, { caKey: rsa, leaf: { signature: SIGNATURE.rsaSha1 } }),
  path('a leaf signed with RSA and MD5', false, { caKey: rsa, leaf: { signature: SIGNATURE.rsaMd5 } }),
  path('a leaf signed with ECDSA and SHA-1', false, { leaf: { signature: SIGNATURE.ecdsaSha1 } }),
  path('a CA signed with ECDSA and SHA-1', false, { ca: { signature: SIGNATURE.ecdsaSha1 } }),
  path('a root that signs itself with SHA-1, which nobody looks at', true, {
    root: { signature: SIGNATURE.ecdsaSha1 },
  }),
  path('name constraints at the CA', false, { ca: caWith(extension(NAMES, false, DNS_NAMES)) }),
  path('critical name constraints at the CA', false, { ca: caWith(extension(NAMES, true, DNS_NAMES)) }),
  path('name constraints at the root', false, { root: caWith(extension(NAMES, false, DNS_NAMES)) }),
  path('a policy that the CA requires', false, { ca: caWith(extension(POLICIES, false, EXPLICIT_POLICY)) }),
  path('a policy that the CA requires, critically', false, { ca: caWith(extension(POLICIES, true, EXPLICIT_POLICY)) }),
  path('a policy that the root requires', false, { root: caWith(extension(POLICIES, false, EXPLICIT_POLICY)) }),
  path('a policy that the leaf requires', false, { leaf: leafWith(extension(POLICIES, false, EXPLICIT_POLICY)) }),
  path('a CA that lets no policy be mapped', true, { ca: caWith(extension(POLICIES, false, NO_MAPPING)) }),
  path('a leaf until 2049, in two digits', true, { leaf: { notAfter: utcTime('491231235959Z') } }),
  path('a leaf until 1950, in two digits', false, { leaf: { notAfter: utcTime('500101000000Z') } }),
  path('a leaf until 2049, in four digits', true, { leaf: { notAfter: generalizedTime('20491231235959Z') } }),
  path('a leaf until 9999', true, { leaf: { notAfter: generalizedTime('99991231235959Z') } }),
  path('a leaf until the year 49', false, { leaf: { notAfter: generalizedTime('00491231235959Z') } }),
  path('a CA until the year 49', false, { ca: { notAfter: generalizedTime('00491231235959Z') } }),
  path('a leaf from the year 49', true, { leaf: { notBefore: generalizedTime('00490101000000Z') } }),
  path('a leaf until a day without a time', false, { leaf: { notAfter: generalizedTime('20491231Z') } }),
  path('a leaf until a time in another zone', false, { leaf: { notAfter: generalizedTime('20491231235959+0100') } }),
];
