import { X509Certificate } from 'node:crypto';
import {
  type BlobOptions,
  createMetadataService,
  type MetadataServiceEntry,
  type StatusReport,
} from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { uuid } from '../authenticator-data.ts';
import { AAGUID } from '../vectors/forge.test-support.ts';
import { caPem, caPemRenewed, certificate } from '../vectors/statements.test-support.ts';
import { parseCertificate } from './certificate.ts';
import type { AttestationRoot, AttestationRoots } from './roots.ts';
import { attestationTrust } from './trust.ts';

const NOW = Date.UTC(2031, 0);
const MODEL = uuid(AAGUID);
const ANOTHER = '99999999-2222-3333-4444-555555555555';
const service = await createMetadataService();
const leaf = await certificate();
const configured: AttestationRoot = { certificate: caPem, formats: ['packed'], models: [MODEL] };

/** Why a packed statement of the model is not attested. */
async function problemWith(entries: readonly MetadataServiceEntry[], ...roots: readonly AttestationRoots[]) {
  const all = [{ metadata: service.blob(entries), root: service.rootPem }, ...roots];
  const trust = attestationTrust(all, { now: () => NOW, logger: { warn() {}, error() {} } });
  const statement = { type: 'certified', format: 'packed', path: [parseCertificate(leaf)], namesModel: false } as const;
  return trust.problemWith(statement, MODEL, NOW);
}

const entry = (...statusReports: StatusReport[]): MetadataServiceEntry => ({
  aaguid: MODEL,
  roots: [caPem],
  statusReports,
});
const derOf = (pem: string): string => new X509Certificate(pem).raw.toString('base64');
const keyOut = (named: string, effectiveDate?: string): StatusReport => ({
  status: 'ATTESTATION_KEY_COMPROMISE',
  certificate: named,
  effectiveDate,
});
const CERTIFIED: StatusReport = { status: 'FIDO_CERTIFIED' };
const REVOKED: StatusReport = { status: 'REVOKED' };

describe('a root whose key got out, as the metadata report', () => {
  it('X2 X15 vouches for nothing, though no statement carries it', async () => {
    expect(await problemWith([entry(CERTIFIED)])).toBeUndefined();
    expect(await problemWith([entry(CERTIFIED, keyOut(derOf(caPem)))])).toMatch(/compromised/);
  });

  it('X15 vouches until the day that the report names', async () => {
    expect(await problemWith([entry(keyOut(derOf(caPem), '2031-06-01'))])).toBeUndefined();
    expect(await problemWith([entry(keyOut(derOf(caPem), '2030-06-01'))])).toMatch(/compromised/);
  });

  it('X2 X15 vouches for nothing where the host configures it as well', async () => {
    const reported = entry(keyOut(derOf(caPem)));
    expect(await problemWith([{ ...reported, roots: [], statusReports: [CERTIFIED] }], configured)).toBeUndefined();
    expect(await problemWith([{ ...reported, roots: [] }], configured)).toMatch(/compromised/);
  });

  it('X2 X15 vouches for nothing where the report is of another model that it stands above', async () => {
    const other = { ...entry(keyOut(derOf(caPem))), aaguid: ANOTHER };
    expect(await problemWith([entry(CERTIFIED), { ...other, statusReports: [CERTIFIED] }])).toBeUndefined();
    expect(await problemWith([entry(CERTIFIED), other])).toMatch(/compromised/);
  });

  it('X2 X15 vouches for nothing by another certificate of the same key', async () => {
    expect(await problemWith([{ ...entry(CERTIFIED), roots: [caPemRenewed] }])).toBeUndefined();
    expect(await problemWith([{ ...entry(keyOut(derOf(caPem))), roots: [caPem, caPemRenewed] }])).toMatch(
      /compromised/,
    );
  });

  it('X15 is another one than that of this path', async () => {
    expect(await problemWith([entry(keyOut(derOf(service.rootPem)))])).toBeUndefined();
  });

  it('X2 X15 is every root of the model where the certificate of the report cannot be read', async () => {
    expect(await problemWith([entry(keyOut('bm8gY2VydGlmaWNhdGU='))])).toMatch(/revoked/);
    const other = { ...entry(keyOut('bm8gY2VydGlmaWNhdGU=')), aaguid: ANOTHER };
    expect(await problemWith([entry(CERTIFIED), other])).toBeUndefined();
  });
});

describe('a model that the metadata list twice', () => {
  it('X15 is attested by the root of either entry', async () => {
    expect(await problemWith([entry(CERTIFIED), { ...entry(CERTIFIED), roots: [] }])).toBeUndefined();
    expect(await problemWith([{ ...entry(CERTIFIED), roots: [] }, entry(CERTIFIED)])).toBeUndefined();
  });

  it('X2 X15 is revoked if one of the entries says so, whichever comes first', async () => {
    expect(await problemWith([entry(REVOKED), entry(CERTIFIED)])).toMatch(/revoked/);
    expect(await problemWith([entry(CERTIFIED), entry(REVOKED)])).toMatch(/revoked/);
    const capitals = { ...entry(REVOKED), aaguid: MODEL.toUpperCase() };
    expect(await problemWith([capitals, entry(CERTIFIED)])).toMatch(/revoked/);
  });

  it('X2 X15 has the root of one entry in the formats of that entry alone', async () => {
    const apple = { ...entry(CERTIFIED), attestationTypes: ['anonca'] };
    expect(await problemWith([apple, { ...entry(CERTIFIED), roots: [] }])).toMatch(/no root/);
    expect(await problemWith([{ ...entry(CERTIFIED), roots: [] }, apple])).toMatch(/no root/);
  });
});

describe('the header of the metadata', () => {
  const ready = (options: BlobOptions): Promise<void> => {
    const metadata = { metadata: service.blob([], options), root: service.rootPem };
    return attestationTrust([metadata], { now: () => NOW, logger: { warn() {}, error() {} } }).ready();
  };

  it.each([[['b64']], [['exp']], [[]], ['exp']])('X15 with crit %j is an error at start-up', async (crit) => {
    await expect(ready({ header: { crit, b64: true, exp: 0 } })).rejects.toMatchObject({ code: 'bad-metadata' });
    await expect(ready({ header: { b64: true, exp: 0 } })).resolves.toBeUndefined();
  });
});
