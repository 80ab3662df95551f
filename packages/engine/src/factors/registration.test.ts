import { instant, type PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal, type SallyportOptions } from '@sallyport/engine';
import { createAttestationAuthority, createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import type { Client } from '../embedded.test-support.ts';
import { provesNow } from '../embedded.test-support.ts';
import {
  DORA,
  type Enrolling,
  enrolling,
  MINUTE,
  raising,
  registration,
  rewrites,
  WRONG,
  withKey,
} from '../sign-in/enrollment/enrolling.test-support.ts';

const MODEL = '0123abcd-4567-89ab-cdef-0123456789ab';

/** What the page of this client is given to register a passkey with. */
async function options({ world }: Enrolling, { caller }: Client) {
  const given = await world.auth.enroll.passkeyOptions(caller);
  if (isRefusal(given)) throw new Error(given.refused);
  return given;
}

describe('what a page registers a passkey with', () => {
  it('X15 is a discoverable credential if the authenticator can, of an algorithm that is known, and none the account has', async () => {
    const at = await enrolling();
    const { userHandle } = await at.account();
    const expected = {
      challenge: expect.any(String),
      rp: { id: 'localhost', name: expect.any(String) },
      user: { id: userHandle, name: DORA, displayName: DORA },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      timeout: 60_000,
      attestation: 'none',
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'preferred', requireResidentKey: false, userVerification: 'preferred' },
      hints: [],
      extensions: { credProps: true, prf: { eval: { first: expect.any(String) } } },
    };
    expect(await options(at, at.client)).toEqual(expected);
    const key = createAuthenticator({ transports: ['usb', 'nfc'] });
    const response = await registration(at, at.client, key);
    await at.client.keeps(at.world.auth.enroll.passkey(at.client.caller, { response }));
    expect(await options(at, await withKey(at, key))).toEqual({
      ...expected,
      excludeCredentials: [{ id: response.id, type: 'public-key', transports: ['nfc', 'usb'] }],
    });
    await at.world.auth.close();
  });

  it('X15 X38 needs no gesture only where the options let the browser create the passkey by itself', async () => {
    const at = await enrolling();
    const { enroll } = at.world.auth;
    const { caller } = at.client;
    const created = async (
      ...more: Parameters<typeof enroll.passkeyOptions> extends [unknown, ...infer More] ? More : never
    ) => {
      const given = await enroll.passkeyOptions(caller, ...more);
      if (isRefusal(given)) throw new Error(given.refused);
      const tamper = { flags: { up: false, uv: false } };
      return createAuthenticator().create({ ...given, extensions: {} }, { origin: at.world.auth.origin, tamper });
    };
    expect(await enroll.passkey(caller, { response: await created() })).toEqual(WRONG);
    expect((await at.account()).passkeys).toEqual([]);
    const response = await created({ mediation: 'conditional' });
    expect(await enroll.passkey(caller, { response })).toMatchObject({ answer: { status: 'complete' } });
    expect((await at.account()).passkeys).toMatchObject([{ id: response.id, userVerified: false }]);
    await at.world.auth.close();
  });

  it('X15 names the account by its address where it has no identifier, and by its id where it has neither', async () => {
    const at = await enrolling();
    const nameOf = async () => (await options(at, at.client)).user.name;
    await rewrites(at, (account) => ({ ...account, identifiers: ['other@example.org', DORA] }));
    expect(await nameOf()).toBe('other@example.org');
    await rewrites(at, (account) => ({ ...account, identifiers: [] }));
    expect(await nameOf()).toBe(DORA);
    await rewrites(at, ({ email: _, ...account }) => ({
      ...account,
      totp: { id: 'app', sealed: 'sealed', lastStep: 0, enrolledAt: instant(0) },
    }));
    await provesNow(at.world, at.world.store, at.client, ['password', 'totp']);
    expect(await nameOf()).toBe((await at.account()).id);
    await at.world.auth.close();
  });
});

describe('a passkey that is registered', () => {
  it('X15 P6 is kept as its authenticator showed it, under a name of its own', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const synced = createAuthenticator({ aaguid: MODEL, backupEligible: true, backupState: true });
    const response = await registration(at, client, synced);
    await client.keeps(world.auth.enroll.passkey(client.caller, { response }));
    const first = {
      ...{ id: response.id, publicKey: expect.any(String), counter: expect.any(Number), transports: ['internal'] },
      ...{ name: 'Passkey', createdAt: world.now, userVerified: true, backupEligible: true, backedUp: true },
      ...{ aaguid: MODEL, attested: false },
    };
    expect((await at.account()).passkeys).toEqual([first]);
    const owner = await withKey(at, synced);
    const another = await registration(at, owner, createAuthenticator());
    const { transports: _, ...silent } = another.response;
    await owner.keeps(world.auth.enroll.passkey(owner.caller, { response: { ...another, response: silent } }));
    expect((await at.account()).passkeys[1]).toMatchObject({
      ...{ id: another.id, name: 'Passkey 2', transports: [], backupEligible: false, backedUp: false },
    });
    await world.auth.close();
  });

  it('X15 answers a challenge of its own session, for five minutes', async () => {
    for (const [later, expected] of [
      [5 * MINUTE - 1, 'complete'],
      [5 * MINUTE, 'invalid-credentials'],
    ] as const) {
      const at = await enrolling();
      const { world, client } = at;
      const response = await registration(at, client);
      world.now += later;
      const reply = await world.auth.enroll.passkey(client.caller, { response });
      expect(isRefusal(reply) ? reply.refused : reply.answer.status).toBe(expected);
      await world.auth.close();
    }
  });

  it('X15 is none where the page, or what it says of itself, is another’s', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const { enroll, origin } = world.auth;
    for (const tamper of [{ origin: 'https://phish.example' }, { type: 'webauthn.get' }, { challenge: 'b3RoZXI' }]) {
      const given = await options(at, client);
      const response = await createAuthenticator().create({ ...given, extensions: {} }, { origin, tamper });
      expect(await enroll.passkey(client.caller, { response }), JSON.stringify(tamper)).toEqual(WRONG);
    }
    const whole = await registration(at, client);
    const response = { ...whole, response: { ...whole.response, clientDataJSON: 'e30' } };
    expect(await enroll.passkey(client.caller, { response })).toEqual(WRONG);
    expect((await at.account()).passkeys).toEqual([]);
    await world.auth.close();
  });
});

describe('an attestation', () => {
  const asking = (...patterns: object[]): PolicyInput<string> =>
    ({
      strengths: { own: { anyOf: [[{ method: 'password' }, { method: 'totp' }], patterns] } },
    }) as PolicyInput<string>;
  const ATTESTED = { method: 'passkey', attested: true };

  /** Whether somebody whose sign-in asks for the strength is asked for one. */
  async function conveyed(
    policy: PolicyInput<string>,
    host: Partial<SallyportOptions<string>>,
  ): Promise<string | undefined> {
    const at = await enrolling({ policy: { ...policy, requiredStrength: 'baseline' }, ...host });
    await at.world.auth.policy.set('default', policy, { ifVersion: 1, by: hostCode('host') });
    const given = await at.world.auth.enroll.passkeyOptions(at.client.caller);
    await at.world.auth.close();
    if (isRefusal(given)) throw new Error(given.refused);
    return given.attestation;
  }

  it('X2 is asked for where the host can verify one and the account’s policy takes it', async () => {
    const authority = await createAttestationAuthority();
    const attestationRoots = [{ certificate: authority.rootPem, formats: ['packed'], models: [MODEL] }] as const;
    const own = { requiredStrength: 'own' };
    const host = { attestationRoots } as unknown as Partial<SallyportOptions<string>>;
    expect(await conveyed({ ...asking(ATTESTED), ...own }, host)).toBe('direct');
    expect(await conveyed({ ...asking({ method: 'password' }, ATTESTED), ...own }, host)).toBe('direct');
    expect(await conveyed({ ...asking({ method: 'passkey' }), ...own }, host)).toBe('none');
    expect(await conveyed(asking(ATTESTED), host)).toBe('none');

    const at = await enrolling({ policy: asking(ATTESTED), ...host });
    const { client } = at;
    const vouched = createAuthenticator({ attestation: { format: 'packed', authority }, aaguid: MODEL });
    const given = await options(at, client);
    const { origin, enroll } = at.world.auth;
    const response = await vouched.create({ ...given, attestation: 'direct', extensions: {} }, { origin });
    await client.keeps(enroll.passkey(client.caller, { response }));
    expect((await at.account()).passkeys).toEqual([expect.objectContaining({ attested: true, aaguid: MODEL })]);
    await at.world.auth.close();
  });

  it('X2 X8 is asked for in a step-up that demands an attested model, and in no other', async () => {
    const { rootPem } = await createAttestationAuthority();
    const attestationRoots = [{ certificate: rootPem, formats: ['packed'], models: [MODEL] }] as const;
    const strengths = {
      key: { anyOf: [[{ method: 'password' }, ATTESTED]] },
      app: {
        anyOf: [
          [{ method: 'password' }, { method: 'totp' }],
          [{ method: 'password' }, { method: 'passkey' }],
        ],
      },
    };
    const host = { attestationRoots } as unknown as Partial<SallyportOptions<string>>;
    const at = await enrolling({ policy: { strengths } as PolicyInput<string>, ...host });
    expect((await options(at, await raising(at, 'key'))).attestation).toBe('direct');
    expect((await options(at, await raising(at, 'app'))).attestation).toBe('none');
    expect((await options(at, at.client)).attestation).toBe('none');
    await at.world.auth.close();
  });

  it('X2 is asked of nobody by a host that can verify none', async () => {
    expect(await conveyed({ ...asking({ method: 'passkey' }), requiredStrength: 'own' }, {})).toBe('none');
  });
});
