import { createSallyport, SallyportConfigError } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { createAttestationAuthority, createMetadataService } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { uuid } from '../authenticator-data.ts';
import { judgeRegistration } from '../registration.ts';
import {
  AAGUID,
  CHALLENGE,
  FLAG,
  makeRegistration,
  ORIGIN,
  p256,
  type RegistrationParts,
  RP_ID,
  registrationParts,
  sha256,
} from '../vectors/forge.test-support.ts';
import {
  aaguidExtension,
  androidExtension,
  appleExtension,
  caPem,
  certificate,
  packedAttest,
  selfAttest,
  tpmAttest,
  tpmExtensions,
  u2fAttest,
} from '../vectors/statements.test-support.ts';
import { parseCertificate } from './certificate.ts';
import { isCompromised } from './metadata-models.ts';
import type { AttestationRoot, AttestationRoots } from './roots.ts';
import type { AttestationFormat } from './statement.ts';
import { attestationTrust } from './trust.ts';

const NOW = Date.UTC(2031, 0);
const MODEL = uuid(AAGUID);
const NO_MODEL = '00000000-0000-0000-0000-000000000000';
const ANOTHER = '99999999-2222-3333-4444-555555555555';
const said: unknown[] = [];
const logger = { warn: (word: string) => void said.push(word), error: (word: string) => void said.push(word) };
const trusting = (...roots: AttestationRoots[]) => attestationTrust(roots, { now: () => NOW, logger });
const rootFor = (formats: readonly AttestationFormat[], models: AttestationRoot['models']): AttestationRoot => ({
  certificate: caPem,
  formats,
  models,
});

/** A right statement of each format. */
const ATTEST: Readonly<Record<AttestationFormat, RegistrationParts['attest']>> = {
  packed: async (to) => packedAttest([await certificate({ extensions: [aaguidExtension(to.parts.aaguid)] })])(to),
  tpm: async (to) => {
    const { usage, name } = tpmExtensions;
    return tpmAttest([await certificate({ name: '', extensions: [usage, name] })])(to);
  },
  'android-key': async (to) => {
    const description = androidExtension({ challenge: to.clientDataHash, purpose: 2, origin: 0 });
    return selfAttest({ x5c: [await certificate({ key: p256.publicKey, extensions: [description] })] })(to);
  },
  'fido-u2f': async (to) => u2fAttest([await certificate()])(to),
  apple: async ({ signed }) => {
    const leaf = await certificate({ key: p256.publicKey, extensions: [appleExtension(sha256(signed))] });
    return new Map([['x5c', [leaf]]]);
  },
};
const FORMATS: readonly AttestationFormat[] = ['packed', 'tpm', 'android-key', 'fido-u2f', 'apple'];

async function registered(
  fmt: AttestationFormat,
  aaguid: Uint8Array = fmt === 'fido-u2f' ? new Uint8Array(16) : AAGUID,
) {
  const flags = fmt === 'fido-u2f' ? FLAG.up | FLAG.at : FLAG.up | FLAG.uv | FLAG.at;
  const response = await makeRegistration({ ...registrationParts(), fmt, attest: ATTEST[fmt], aaguid, flags });
  const { statement, credential } = await judgeRegistration(response, {
    challenge: (shown) => shown === CHALLENGE,
    origin: ORIGIN,
    rpId: RP_ID,
    algorithms: [-7],
  });
  return { statement, aaguid: credential.aaguid };
}

describe('who vouches for a model', () => {
  it.each(FORMATS)('X15 %s: the root of the format and the model, and no other', async (fmt) => {
    const { statement, aaguid } = await registered(fmt);
    const others = FORMATS.filter((format) => format !== fmt);
    const problem = (...roots: AttestationRoots[]) => trusting(...roots).problemWith(statement, aaguid, NOW);
    expect(await problem(rootFor([fmt], [aaguid]))).toBeUndefined();
    expect(await problem(rootFor(others, [aaguid]))).toMatch(/no root that is trusted for this/);
    expect(await problem(rootFor([fmt], [ANOTHER]))).toMatch(/no root that is trusted for this/);
    expect(await problem()).toMatch(/nobody is trusted/);
  });

  it('X2 X15 a root for whatever its certificates name takes no word but theirs', async () => {
    const root = rootFor(FORMATS, 'named-in-certificate');
    const problem = async (fmt: AttestationFormat) => {
      const { statement, aaguid } = await registered(fmt);
      return trusting(root).problemWith(statement, aaguid, NOW);
    };
    expect(await problem('packed')).toBeUndefined();
    expect(await problem('tpm')).toMatch(/no root/);
    expect(await problem('fido-u2f')).toMatch(/no root/);
  });

  it('X2 X15 a TPM that goes by the model of a security key is not attested as one', async () => {
    const { statement, aaguid } = await registered('tpm');
    const roots = [rootFor(['tpm'], [ANOTHER]), rootFor(['packed'], [MODEL])];
    expect(await trusting(...roots).problemWith(statement, aaguid, NOW)).toMatch(/no root/);
  });

  it('X2 X15 a U2F device that goes by a model is taken, and not attested as one', async () => {
    const { statement, aaguid } = await registered('fido-u2f', AAGUID);
    const root = rootFor(['fido-u2f'], [MODEL, NO_MODEL]);
    expect(await trusting(root).problemWith(statement, aaguid, NOW)).toMatch(/does not cover the model/);
  });
});

describe('the roots that a host configures', () => {
  const configured = (...attestationRoots: AttestationRoots[]) =>
    createSallyport({
      origin: 'https://app.example',
      secrets: ['a secret that is long enough to be one'],
      store: memoryStore(),
      policy: { administrators: {} },
      clock: () => NOW,
      passwordHashing: { memoryCost: 8, timeCost: 1 },
      logger,
      sendMail: () => {},
      attestationRoots,
    });
  const problemOf = (start: () => unknown): unknown => {
    try {
      return start();
    } catch (error) {
      return error instanceof SallyportConfigError ? error.code : error;
    }
  };

  it.each<[string, AttestationRoot]>([
    ['no certificate', { certificate: 'a root', formats: ['packed'], models: [MODEL] }],
    ['a certificate that is cut off', { ...rootFor(['packed'], [MODEL]), certificate: caPem.slice(0, 200) }],
    ['two certificates in one', { ...rootFor(['packed'], [MODEL]), certificate: `${caPem}\n${caPem}` }],
    ['no format', rootFor([], [MODEL])],
    ['no model', rootFor(['packed'], [])],
    ['a model that is none', rootFor(['packed'], ['YubiKey 5'])],
  ])('X15 %s is an error at start-up', (_, root) => {
    expect(problemOf(() => configured(root))).toBe('bad-attestation-root');
    expect(problemOf(() => configured(rootFor(['packed'], [MODEL])))).toHaveProperty('origin');
  });

  it('X15 the FIDO metadata are an error at start-up where someone else signed them', async () => {
    const service = await createMetadataService();
    const stranger = await createMetadataService();
    const impostor = await createMetadataService('mds.example.org');
    const start = (metadata: string, root: string, signer?: string) => configured({ metadata, root, signer }).ready();
    const blob = service.blob([]);
    const [head, , signature] = blob.split('.');
    const swapped = [head, service.blob([{ aaguid: MODEL, roots: [] }]).split('.')[1], signature].join('.');
    for (const [metadata, root] of [
      ['', service.rootPem],
      ['a.b.c', service.rootPem],
      [service.blob([], { forged: true }), service.rootPem],
      [swapped, service.rootPem],
      [blob, stranger.rootPem],
      [impostor.blob([]), impostor.rootPem],
    ] as const) {
      await expect(start(metadata, root)).rejects.toMatchObject({ code: 'bad-metadata' });
    }
    await expect(start(impostor.blob([]), impostor.rootPem, 'mds.example.org')).resolves.toBeUndefined();
    await expect(start(blob, service.rootPem)).resolves.toBeUndefined();
    expect(said).toEqual([]);
    await expect(start(service.blob([], { nextUpdate: '2030-12-31' }), service.rootPem)).resolves.toBeUndefined();
    expect(said.splice(0)).toEqual([expect.stringMatching(/out of date/)]);
  });

  it('X15 a root that is past its end vouches for nothing, and the log says so', async () => {
    const old = await createAttestationAuthority({ validUntil: Date.UTC(2030, 0) });
    await configured({ certificate: old.rootPem, formats: ['packed'], models: [MODEL] }).ready();
    expect(said.splice(0)).toEqual([expect.stringMatching(/past its end/)]);
  });

  it('X15 metadata that nobody looked at when the server started vouch for nothing, and refuse nobody', async () => {
    const service = await createMetadataService();
    const { statement, aaguid } = await registered('packed');
    const trust = trusting({ metadata: service.blob([], { forged: true }), root: service.rootPem });
    expect(await trust.problemWith(statement, aaguid, NOW)).toMatch(/cannot be read/);
    expect(said.splice(0)).toEqual([expect.stringMatching(/cannot be read/)]);
  });
});

describe('what the metadata report of a model', () => {
  it.each([
    ['REVOKED', {}, true],
    ['ATTESTATION_KEY_COMPROMISE', {}, true],
    ['USER_VERIFICATION_BYPASS', { effectiveDate: '2030-06-01' }, true],
    ['USER_KEY_REMOTE_COMPROMISE', { effectiveDate: '2032-06-01' }, false],
    ['USER_KEY_PHYSICAL_COMPROMISE', {}, true],
    ['REVOKED', { effectiveDate: '2032-06-01' }, false],
    ['REVOKED', { effectiveDate: 'June 1, 2032' }, true],
    ['UPDATE_AVAILABLE', {}, false],
    ['FIDO_CERTIFIED_L1', {}, false],
  ])('X15 %s %j: compromised is %s', async (status, report, compromised) => {
    const model = { formats: [], anchors: [], reports: [{ status: 'FIDO_CERTIFIED' }, { status, ...report }] };
    expect(isCompromised(model, [], NOW)).toBe(compromised);
  });

  it('X15 a key that got out is reported for the certificates of that key alone', async () => {
    const [leaf, renewed, other] = [
      await certificate(),
      await certificate(),
      await certificate({ key: p256.publicKey }),
    ];
    const report = { status: 'ATTESTATION_KEY_COMPROMISE', certificate: Buffer.from(leaf).toString('base64') };
    const model = { formats: [], anchors: [], reports: [report] };
    expect(isCompromised(model, [parseCertificate(leaf)], NOW)).toBe(true);
    expect(isCompromised(model, [parseCertificate(renewed)], NOW)).toBe(true);
    expect(isCompromised(model, [parseCertificate(other)], NOW)).toBe(false);
  });
});
