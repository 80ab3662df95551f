import { type CBORType, encodeCBOR } from '@levischuck/tiny-cbor';
import {
  AAGUID,
  coseOf,
  ed25519,
  FLAG,
  p256,
  p384,
  type RegistrationParts,
  sha256,
  type ToAttest,
} from './forge.test-support.ts';
import { type Mutation, registration, type Verdict } from './mutation.test-support.ts';
import {
  aaguidExtension,
  androidExtension,
  appleExtension,
  certificate,
  type KeyDescription,
  LEAF_NAME,
  type LeafParts,
  packedAttest,
  selfAttest,
  type TpmParts,
  tpmAttest,
  tpmExtensions,
  u2fAttest,
} from './statements.test-support.ts';

type Attest = RegistrationParts['attest'];

const DECODING = 13;
const FORMAT = 21;
const STATEMENT = 22;

function attested(name: string, verdict: Verdict, fmt: string, attest: Attest): Mutation {
  return registration(`${fmt}: ${name}`, verdict, (parts) => {
    parts.fmt = fmt;
    parts.attest = attest;
    if (fmt === 'fido-u2f') {
      parts.flags &= ~FLAG.uv;
      parts.aaguid = new Uint8Array(16);
    }
  });
}

function without(object: Map<string | number, CBORType>, name: string): CBORType {
  object.delete(name);
  return object;
}

/** The bytes with the one place that reads `from` changed. */
function replaced(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(from);
  return Buffer.concat([bytes.subarray(0, at), to, bytes.subarray(at + from.length)]);
}

const broken = Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1);

const OBJECT: readonly Mutation[] = [
  registration('attestation object: a byte after it', DECODING, (parts) => {
    parts.objectBytes = (object) => Buffer.concat([object, Buffer.of(0)]);
  }),
  registration('attestation object: cut off', DECODING, (parts) => {
    parts.objectBytes = (object) => object.subarray(0, -1);
  }),
  registration('attestation object: a list', DECODING, (parts) => {
    parts.object = (object) => [...object.values()];
  }),
  registration('attestation object: an indefinite length', DECODING, (parts) => {
    parts.objectBytes = (object) => Buffer.concat([Buffer.of(0xbf), object.subarray(1), Buffer.of(0xff)]);
  }),
  registration('attestation object: a member that nobody knows', 'accepted', (parts) => {
    parts.object = (object) => object.set('epAtt', false);
  }),
  registration('attestation object: no authenticator data', DECODING, (parts) => {
    parts.object = (object) => without(object, 'authData');
  }),
  registration('attestation object: authenticator data as text', DECODING, (parts) => {
    parts.object = (object) => object.set('authData', 'authData');
  }),
  registration('attestation object: no format', DECODING, (parts) => {
    parts.object = (object) => without(object, 'fmt');
  }),
  registration('attestation object: a format that nobody knows', FORMAT, (parts) => {
    parts.fmt = 'com.example.seal';
  }),
  registration('attestation object: a format in capitals', FORMAT, (parts) => {
    parts.fmt = 'NONE';
  }),
  registration('attestation object: a byte order mark before the format', FORMAT, (parts) => {
    parts.fmt = '\uFEFFnone';
  }),
  registration('attestation object: a byte order mark before a name', DECODING, (parts) => {
    parts.object = (object) => without(object.set('\uFEFFfmt', 'none'), 'fmt');
  }),
  registration('attestation object: a name that is no UTF-8', DECODING, (parts) => {
    parts.object = (object) => object.set('????', 0);
    parts.objectBytes = (object) => replaced(object, Buffer.from('????'), Buffer.of(0xff, 0xff, 0xff, 0xff));
  }),
  registration('none: a statement', STATEMENT, (parts) => {
    parts.attest = () => new Map([['alg', -7]]);
  }),
  registration('none: a list', STATEMENT, (parts) => {
    parts.attest = () => [];
  }),
  registration('none: no statement', STATEMENT, (parts) => {
    parts.object = (object) => without(object, 'attStmt');
  }),
  attested('the format of old', 'accepted', 'android-safetynet', () => new Map()),
];

const SELF: readonly Mutation[] = [
  attested('by the key itself', 'accepted', 'packed', selfAttest()),
  attested('by the key itself, with another algorithm', STATEMENT, 'packed', selfAttest({ alg: -8 })),
  attested('by the key itself, without an algorithm', STATEMENT, 'packed', selfAttest({ alg: null })),
  attested('by the key itself, another signature', STATEMENT, 'packed', selfAttest({ sig: broken })),
  attested('by the key itself, no signature', STATEMENT, 'packed', selfAttest({ sig: new Uint8Array() })),
  attested('by the key itself, the signature as text', STATEMENT, 'packed', selfAttest({ sig: 'MEUC' })),
  attested('by the key itself, and a member that nobody knows', STATEMENT, 'packed', selfAttest({ ver: '2.0' })),
  attested(
    'by the key itself, a byte order mark before another member',
    STATEMENT,
    'packed',
    selfAttest({ '\uFEFFalg': -7 }),
  ),
  registration('packed: by the key itself, the algorithm as a floating-point number', STATEMENT, (parts) => {
    const [alg, float] = ['63616c67', 'fbc01c000000000000'];
    parts.fmt = 'packed';
    parts.attest = selfAttest();
    parts.objectBytes = (object) => replaced(object, Buffer.from(`${alg}26`, 'hex'), Buffer.from(alg + float, 'hex'));
  }),
  attested('a list', STATEMENT, 'packed', () => ['alg', -7]),
  attested('empty', STATEMENT, 'packed', () => new Map()),
];

function packed(
  name: string,
  verdict: Verdict,
  leaf: Partial<LeafParts>,
  change: Record<string, CBORType> = {},
): Mutation {
  return attested(name, verdict, 'packed', async (to) => packedAttest([await certificate(leaf)], change)(to));
}

const model = aaguidExtension(AAGUID);

const PACKED: readonly Mutation[] = [
  packed('certified', 'accepted', {}),
  packed('certified for the model', 'accepted', { extensions: [model] }),
  packed('certified for another model', STATEMENT, { extensions: [aaguidExtension(new Uint8Array(16))] }),
  packed('certified for the model, critically', STATEMENT, { extensions: [aaguidExtension(AAGUID, true)] }),
  packed('certified for half a model', STATEMENT, { extensions: [aaguidExtension(AAGUID.subarray(0, 8))] }),
  packed('another signature', STATEMENT, {}, { sig: broken }),
  packed('another algorithm', STATEMENT, {}, { alg: -257 }),
  packed('a certificate of another key', STATEMENT, { key: p256.publicKey }),
  packed('a certificate of a CA', STATEMENT, { ca: true }),
  packed('a certificate without basic constraints', STATEMENT, { ca: undefined }),
  packed('a certificate for something else', STATEMENT, { name: LEAF_NAME.replace('Attestation', 'Something') }),
  packed('a certificate without a country', STATEMENT, { name: LEAF_NAME.replace('C=ZZ, ', '') }),
  packed('a certificate without a maker', STATEMENT, { name: LEAF_NAME.replace('O=Sallyport, ', '') }),
  registration('packed: certified, a byte order mark before the format', FORMAT, (parts) => {
    parts.fmt = '\uFEFFpacked';
    parts.attest = async (to) => packedAttest([await certificate()])(to);
  }),
  attested('no certificate', STATEMENT, 'packed', packedAttest([])),
  attested('certificates as bytes', STATEMENT, 'packed', packedAttest(Uint8Array.of(1))),
  attested('a certificate that is none', STATEMENT, 'packed', packedAttest([Uint8Array.of(0x30, 0)])),
  attested('a certificate as text', STATEMENT, 'packed', packedAttest(['MIIB'])),
  attested('a byte after the certificate', STATEMENT, 'packed', async (to) =>
    packedAttest([Uint8Array.from([...(await certificate()), 0])])(to),
  ),
];

function u2f(name: string, verdict: Verdict, change: (parts: RegistrationParts) => void, twice = false): Mutation {
  const right = attested(name, verdict, 'fido-u2f', async (to) => {
    const leaf = await certificate();
    return u2fAttest(twice ? [leaf, leaf] : [leaf])(to);
  });
  return registration(right.name, verdict, (parts) => {
    if (right.ceremony === 'create') right.change(parts);
    change(parts);
  });
}

const U2F: readonly Mutation[] = [
  u2f('as it should be', 'accepted', () => undefined),
  u2f('a model, as in the vector of the standard', 'accepted', (parts) => {
    parts.aaguid = AAGUID;
  }),
  u2f('two certificates', STATEMENT, () => undefined, true),
  u2f('claims to verify its user', STATEMENT, (parts) => {
    parts.flags |= FLAG.uv;
  }),
  u2f('claims to be backed up', STATEMENT, (parts) => {
    parts.flags |= FLAG.be;
  }),
  u2f('a key of another algorithm', STATEMENT, (parts) => {
    parts.cose = coseOf(ed25519.publicKey, -8);
  }),
  attested('a certificate on P-384', STATEMENT, 'fido-u2f', async (to) =>
    u2fAttest([await certificate({ key: p384.publicKey })], {}, p384.privateKey)(to),
  ),
  attested('another signature', STATEMENT, 'fido-u2f', async (to) =>
    u2fAttest([await certificate()], { sig: broken })(to),
  ),
];

const { usage, name: tpmName } = tpmExtensions;
const aik: Partial<LeafParts> = { name: '', extensions: [usage, tpmName] };

function tpm(
  name: string,
  verdict: Verdict,
  said: TpmParts = {},
  change: Record<string, CBORType> = {},
  leaf: Partial<LeafParts> = aik,
): Mutation {
  return attested(name, verdict, 'tpm', async (to) => tpmAttest([await certificate(leaf)], said, change)(to));
}

const TPM: readonly Mutation[] = [
  tpm('as it should be', 'accepted'),
  tpm('of version 1.2', STATEMENT, {}, { ver: '1.2' }),
  tpm('not made by a TPM', STATEMENT, { magic: 'ff544348' }),
  tpm('about something else', STATEMENT, { type: '8018' }),
  tpm('about another registration', STATEMENT, { extraData: sha256('another') }),
  tpm('about another name', STATEMENT, { name: Buffer.concat([Buffer.of(0, 11), sha256('another')]) }),
  tpm('about another key', STATEMENT, { key: p384.publicKey }),
  tpm('bytes after it', STATEMENT, { after: Uint8Array.of(0) }),
  tpm('cut off', STATEMENT, {}, { certInfo: Buffer.from('ff5443478017', 'hex').subarray() }),
  tpm('another signature', STATEMENT, {}, { sig: broken }),
  tpm('a certificate for something else', STATEMENT, {}, {}, { ...aik, extensions: [tpmName] }),
  tpm('a certificate that names no TPM', STATEMENT, {}, {}, { ...aik, extensions: [usage] }),
  tpm('a certificate of a CA', STATEMENT, {}, {}, { ...aik, ca: true }),
  tpm('a certificate without basic constraints', STATEMENT, {}, {}, { ...aik, ca: undefined }),
  tpm('a certificate that names a subject', STATEMENT, {}, {}, { ...aik, name: LEAF_NAME }),
];

function android(
  name: string,
  verdict: Verdict,
  said: Partial<KeyDescription>,
  leaf: Partial<LeafParts> = {},
): Mutation {
  return attested(name, verdict, 'android-key', async (to: ToAttest) => {
    const description = androidExtension({ challenge: to.clientDataHash, purpose: 2, origin: 0, ...said });
    const x5c = [await certificate({ key: p256.publicKey, extensions: [description], ...leaf })];
    return selfAttest({ x5c })(to);
  });
}

const ANDROID: readonly Mutation[] = [
  android('as it should be', 'accepted', {}),
  android('for another challenge', STATEMENT, { challenge: sha256('another') }),
  android('for any application', STATEMENT, { allApplications: true }),
  android('a key that was imported', STATEMENT, { origin: 2 }),
  android('a key for encryption', STATEMENT, { purpose: 0 }),
  android('without a description', STATEMENT, {}, { extensions: [] }),
];

function apple(name: string, verdict: Verdict, leaf: (nonce: Uint8Array) => Partial<LeafParts>): Mutation {
  return attested(
    name,
    verdict,
    'apple',
    async ({ signed }) => new Map([['x5c', [await certificate({ key: p256.publicKey, ...leaf(sha256(signed)) })]]]),
  );
}

const APPLE: readonly Mutation[] = [
  apple('as it should be', 'accepted', (nonce) => ({ extensions: [appleExtension(nonce)] })),
  apple('another nonce', STATEMENT, () => ({ extensions: [appleExtension(sha256('another'))] })),
  apple('no nonce', STATEMENT, () => ({})),
  apple('a certificate of another key', STATEMENT, (nonce) => ({
    key: p384.publicKey,
    extensions: [appleExtension(nonce)],
  })),
];

const part = (fmt: string, attStmt: CBORType): CBORType =>
  new Map<string | number, CBORType>([
    ['fmt', fmt],
    ['attStmt', attStmt],
  ]);

function compound(
  name: string,
  verdict: Verdict,
  ...made: ((to: ToAttest) => CBORType | Promise<CBORType>)[]
): Mutation {
  return attested(name, verdict, 'compound', (to) => Promise.all(made.map((make) => make(to))));
}

const certified = async (to: ToAttest) => part('packed', await packedAttest([await certificate()])(to));
const itself = async (to: ToAttest) => part('packed', await selfAttest()(to));

const COMPOUND: readonly Mutation[] = [
  compound('two', 'accepted', certified, itself),
  compound('one', STATEMENT, certified),
  compound('one of them wrong', STATEMENT, certified, () => part('packed', new Map([['alg', -7]]))),
  compound('one of a format that nobody knows', FORMAT, certified, () => part('com.example.seal', new Map())),
  compound('compound within', STATEMENT, certified, () => part('compound', [])),
  attested('no list', STATEMENT, 'compound', () => new Map()),
];

const DEEP = registration('attestation object: 17 lists in each other', DECODING, (parts) => {
  parts.objectBytes = () => Buffer.concat([Buffer.alloc(17, 0x81), encodeCBOR(0)]);
});

export const STATEMENTS: readonly Mutation[] = [
  ...OBJECT,
  DEEP,
  ...SELF,
  ...PACKED,
  ...U2F,
  ...TPM,
  ...ANDROID,
  ...APPLE,
  ...COMPOUND,
];
