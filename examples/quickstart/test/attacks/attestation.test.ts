import type { AttestationRoot } from '@sallyport/engine';
import {
  type Attestation,
  createAttestationAuthority,
  createAuthenticator,
  type SoftwareAuthenticator,
} from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../support/client.ts';
import { asksToEnroll, complete, problem } from '../support/expectations.ts';
import { type Person, withoutPrfResults } from '../support/person.ts';
import { FIRST_POLICY, quickstartForThisFile } from '../support/quickstart.ts';

const MODEL = '5a11f0a7-7e57-4a11-8a17-50f7a0a7e571';
const OTHER_MODEL = '11111111-2222-3333-4444-555555555555';
const NO_MODEL = '00000000-0000-0000-0000-000000000000';
const trusted = await createAttestationAuthority();
const stranger = await createAttestationAuthority();
const expired = await createAttestationAuthority({ validFrom: Date.UTC(2010, 0), validUntil: Date.UTC(2011, 0) });

const app = await quickstartForThisFile({
  attestationRoots: [trusted, expired].map(
    ({ rootPem }): AttestationRoot => ({
      certificate: rootPem,
      formats: ['packed', 'fido-u2f'],
      models: [MODEL, NO_MODEL, OTHER_MODEL],
    }),
  ),
  policy: {
    strengths: {
      vetted: {
        anyOf: [
          [{ method: 'passkey', userVerified: true, attested: true }],
          [{ method: 'password' }, { method: 'passkey', attested: true }],
        ],
      },
      'this-model': { anyOf: [[{ method: 'passkey', userVerified: true, attested: true, aaguid: [MODEL] }]] },
    },
    roles: {
      ...FIRST_POLICY.roles,
      courier: { requiredStrength: 'vetted' },
      driver: { requiredStrength: 'this-model' },
    },
  },
});

type CreationOptions = Parameters<SoftwareAuthenticator['create']>[0];
type Created = Partial<Parameters<SoftwareAuthenticator['create']>[1]>;

async function atEnrollment(role: string): Promise<Person> {
  const person = await app.newcomer(role);
  expect(await person.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  return person;
}

async function registers(person: Person, authenticator: SoftwareAuthenticator, ceremony: Created = {}): Promise<Reply> {
  const options = await person.client.post<CreationOptions>('/enroll/passkey/options');
  const response = await authenticator.create(options.body, { origin: person.client.origin, ...ceremony });
  return person.client.post('/enroll/passkey', { response });
}

describe('where a policy asks for a model that someone vouches for', () => {
  it('X15 a packed attestation that leads to a trusted root is taken, and told as `hwk`', async () => {
    const attestation: Attestation = { format: 'packed', authority: trusted };
    const person = await atEnrollment('courier');
    const authenticator = createAuthenticator({ attestation, transports: ['usb'] });
    expect(await registers(person, authenticator)).toMatchObject(complete('phishing-resistant'));
    const again = person.elsewhere();
    const options = await again.client.post<Parameters<typeof authenticator.get>[0]>('/sign-in/passkey/options');
    const { origin } = again.client;
    const reply = await again.client.post(
      '/sign-in/passkey',
      withoutPrfResults(await authenticator.get(options.body, { origin })),
    );
    expect(reply).toMatchObject(complete());
    expect(reply.body.session?.amr).toContain('hwk');
  });

  it('X15 a FIDO U2F attestation that leads to a trusted root is taken, beside a password', async () => {
    const person = await atEnrollment('courier');
    const authenticator = createAuthenticator({
      attestation: { format: 'fido-u2f', authority: trusted },
      transports: ['usb'],
    });
    const claims = { tamper: { flags: { uv: true } } };
    expect(await registers(person, authenticator, claims)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await registers(person, authenticator)).toMatchObject(complete());
  });

  it.each<[string, Attestation]>([
    ['none at all', 'none'],
    ['one that it made itself', 'packed'],
    ['one that leads to a root nobody trusts', { format: 'packed', authority: stranger }],
    ['one whose certificates are past their end', { format: 'packed', authority: expired }],
  ])('X15 with %s, a passkey is taken for what it is, and does not satisfy the policy', async (_, attestation) => {
    const person = await atEnrollment('courier');
    const reply = await registers(person, createAuthenticator({ attestation }));
    expect(reply.status).toBe(200);
    expect(reply.body.status).not.toBe('complete');
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    const good = createAuthenticator({ attestation: { format: 'packed', authority: trusted } });
    expect(await registers(person, good)).toMatchObject(complete());
  });

  it('X15 X2 the model has to be one of those named: the certificate says so, not the authenticator', async () => {
    const attestation = { format: 'packed', authority: trusted } as const;
    const person = await atEnrollment('driver');
    const lying = await registers(person, createAuthenticator({ attestation, aaguid: OTHER_MODEL }), {
      tamper: { aaguid: MODEL },
    });
    expect(lying).toMatchObject(problem(401, 'invalid-credentials'));
    const honest = await registers(person, createAuthenticator({ attestation, aaguid: OTHER_MODEL }));
    expect(honest.body.status).not.toBe('complete');
    expect(await registers(person, createAuthenticator({ attestation, aaguid: MODEL }))).toMatchObject(complete());
  });

  it('X15 a broken attestation signature is refused', async () => {
    const person = await atEnrollment('courier');
    const authenticator = createAuthenticator({ attestation: { format: 'packed', authority: trusted } });
    expect(await registers(person, authenticator, { tamper: { signature: true } })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
  });

  it('X15 nobody else is asked which model they have', async () => {
    const asked = async (role: string) =>
      (await (await atEnrollment(role)).client.post<CreationOptions>('/enroll/passkey/options')).body.attestation;
    expect(await asked('courier')).toBe('direct');
    expect(await asked('contractor')).toBe('none');
  });
});
