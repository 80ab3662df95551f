import { X509Certificate } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import type { AttestationRoot } from '@sallyport/engine';
import {
  type AttestationAuthority,
  type AttestationAuthorityOptions,
  createAttestationAuthority,
  createAuthenticator,
  createMetadataService,
  type SoftwareAuthenticator,
} from '@sallyport/testing/authenticator';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { asksToEnroll, complete } from '../support/expectations.ts';
import { FIRST_POLICY, quickstartForThisFile } from '../support/quickstart.ts';

const MODEL = '5a11f0a7-7e57-4a11-8a17-50f7a0a7e571';
const OTHER_MODEL = '11111111-2222-3333-4444-555555555555';
const REVOKED_MODEL = '22222222-2222-3333-4444-555555555555';

/** The revocation server that every forged certificate names. The engine must never connect to this server. */
let connections = 0;
const listener = createServer((socket) => {
  connections++;
  socket.destroy();
});
await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
const { port } = listener.address() as AddressInfo;
const crl = `http://127.0.0.1:${port}/crl`;
const fetched = vi.spyOn(globalThis, 'fetch');

/** A certification path with exactly one fault. */
const forged = (options: AttestationAuthorityOptions): Promise<AttestationAuthority> =>
  createAttestationAuthority({ ...options, leaf: { crl, ...options.leaf } });

/** `packages/webauthn/src/vectors` has every fault of a path. These four differ in what refuses the path: the path itself, the host's root, and the metadata. */
const FORGED: Readonly<Record<string, AttestationAuthorityOptions>> = {
  'an issuer that is not a CA': { intermediates: [{ ca: false }] },
  'a root that speaks for another model': { leaf: { namesModel: false } },
  'a model that the metadata call revoked': {},
  'a root whose key got out, as the metadata report': {},
};

const RIGHT: Readonly<Record<string, AttestationAuthorityOptions>> = {
  'two CAs in between': { intermediates: [{ pathLength: 1 }, { pathLength: 0 }] },
};

const forgeries = await Promise.all(
  Object.entries(FORGED).map(async ([name, options]) => ({ name, authority: await forged(options) })),
);
const honest = await Promise.all(
  Object.entries(RIGHT).map(async ([name, options]) => ({ name, authority: await forged(options) })),
);
const inMetadata = await createAttestationAuthority();
const itself = await createAttestationAuthority();
const leafPem = async ({ attestationKey }: AttestationAuthority): Promise<string> => {
  const { certificate } = await attestationKey(MODEL);
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`;
};

function rootFor(name: string, { rootPem }: AttestationAuthority): AttestationRoot {
  if (name === 'a root that speaks for another model') {
    return { certificate: rootPem, formats: ['packed'], models: [OTHER_MODEL] };
  }
  const models = name === 'two CAs in between' ? 'named-in-certificate' : [MODEL, REVOKED_MODEL];
  return { certificate: rootPem, formats: ['packed'], models };
}

const service = await createMetadataService();
/** The root of this forgery, which the attestation statement does not contain. */
const [keyOut] = forgeries.filter(({ name }) => name === 'a root whose key got out, as the metadata report');
const certificate = new X509Certificate(keyOut?.authority.rootPem ?? '').raw.toString('base64');
const metadata = service.blob([
  {
    aaguid: OTHER_MODEL,
    roots: [inMetadata.rootPem],
    statusReports: [{ status: 'ATTESTATION_KEY_COMPROMISE', certificate }],
  },
  { aaguid: REVOKED_MODEL, roots: [inMetadata.rootPem], statusReports: [{ status: 'REVOKED' }] },
]);

const app = await quickstartForThisFile({
  attestationRoots: [
    ...[...forgeries, ...honest].map(({ name, authority }) => rootFor(name, authority)),
    { certificate: await leafPem(itself), formats: ['packed'], models: [MODEL] },
    { metadata, root: service.rootPem },
  ],
  policy: {
    strengths: {
      vetted: { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true, attested: true }]] },
    },
    roles: { ...FIRST_POLICY.roles, courier: { requiredStrength: 'vetted' } },
  },
});

async function registers(authority: AttestationAuthority, aaguid: string = MODEL) {
  const person = await app.newcomer('courier');
  expect(await person.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  const authenticator = createAuthenticator({ aaguid, attestation: { format: 'packed', authority } });
  const options = await person.client.post<Parameters<SoftwareAuthenticator['create']>[0]>('/enroll/passkey/options');
  expect(options.body.attestation).toBe('direct');
  const response = await authenticator.create(options.body, { origin: person.client.origin });
  return person.client.post('/enroll/passkey', { response });
}

afterAll(() => {
  listener.close();
});

describe('the path of an attestation certificate', () => {
  it.each(forgeries)('X2 X15 with $name, the passkey is taken and not attested', async ({ name, authority }) => {
    const revoked = name === 'a model that the metadata call revoked';
    const reply = await registers(authority, revoked ? REVOKED_MODEL : MODEL);
    expect(reply.status).toBe(200);
    expect(reply.body.status).toBe('enroll');
  });

  it.each(honest)('X15 with $name, the model is attested', async ({ authority }) => {
    expect(await registers(authority)).toMatchObject(complete());
  });

  it('X15 a certificate that is itself trusted is attested', async () => {
    expect(await registers(itself)).toMatchObject(complete());
  });

  it('X15 the FIDO metadata vouch for a model, and for no other', async () => {
    expect(await registers(inMetadata, OTHER_MODEL)).toMatchObject(complete());
    expect((await registers(inMetadata, MODEL)).body.status).toBe('enroll');
    expect((await registers(inMetadata, REVOKED_MODEL)).body.status).toBe('enroll');
  });

  it('X15 a registration sends no byte to anywhere', async () => {
    const places = new Set(fetched.mock.calls.map(([place]) => new URL(String(place)).origin));
    expect([...places]).toEqual([new URL(app.url).origin]);
    expect(connections).toBe(0);
  });
});
