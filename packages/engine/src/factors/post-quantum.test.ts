import { createAuthenticator, ML_DSA_44, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { judgeRegistration, postQuantumProblem } from '@sallyport/webauthn';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ADA, imports, showsPasskey } from '../administration/import-people.test-support.ts';
import { Client, type Embedded, embedded, signedIn } from '../embedded.test-support.ts';
import { isRefusal } from '../index.ts';

const problem = postQuantumProblem();
const POST_QUANTUM = { passkeys: { postQuantum: true } } as const;

/** {1: 7, 3: -48, -1: 1312 bytes} (RFC 9964 §3). */
const COSE = Buffer.concat([Buffer.from('a3010703382f20590520', 'hex'), Buffer.alloc(1312, 7)]);

async function opened(options: Parameters<typeof embedded>[0]): Promise<Embedded> {
  const world = await embedded(options);
  onTestFinished(() => world.auth.close());
  return world;
}

async function optionsOf(world: Embedded, { caller }: Client) {
  const options = await world.auth.enroll.passkeyOptions(caller);
  if (isRefusal(options)) throw new Error(options.refused);
  return options;
}

async function enrolls(world: Embedded, client: Client, key: SoftwareAuthenticator, algorithms?: readonly number[]) {
  const options = await optionsOf(world, client);
  const pubKeyCredParams = algorithms?.map((alg) => ({ type: 'public-key' as const, alg })) ?? options.pubKeyCredParams;
  const asked = { ...options, pubKeyCredParams, extensions: {} };
  const response = await key.create(asked, { origin: world.auth.origin, userVerified: true });
  const given = await world.auth.enroll.passkey(client.caller, { response });
  return isRefusal(given) ? given.refused : given.answer.status;
}

describe('without the option of passkeys', () => {
  it('X43 offers the algorithms that every runtime verifies', async () => {
    const world = await opened({});
    const { pubKeyCredParams } = await optionsOf(world, await signedIn(world, ADA));
    expect(pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -8, -257]);
  });

  it.each([{ postQuantum: 'yes' }, { quantum: true }, true])('X43 refuses what is none: %j', async (passkeys) => {
    await expect(embedded({ passkeys: passkeys as never })).rejects.toMatchObject({ code: 'bad-option' });
  });
});

describe.skipIf(problem === undefined)('a runtime without ML-DSA-44', () => {
  it('X43 refuses the option, and says why', async () => {
    await expect(embedded(POST_QUANTUM)).rejects.toMatchObject({
      code: 'no-post-quantum',
      message: expect.stringContaining(`this is Node ${process.versions.node}`),
    });
  });

  it('X43 imports no passkey whose signatures it could not verify, and says why', async () => {
    const world = await opened({});
    const passkey = { id: 'AAAAAAAAAAAAAAAAAAAAAA', publicKey: COSE.toString('base64url') };
    const [report] = await imports(world, [{ identifier: ADA, passkeys: [passkey] }]);
    expect(report).toMatchObject({
      outcome: 'refused',
      errors: [
        {
          path: 'passkeys.0.publicKey',
          message: expect.stringMatching(/^is a key of ML-DSA-44, .* this is Node 2\d\./),
        },
      ],
    });
  });
});

describe.skipIf(problem !== undefined)('a runtime with ML-DSA-44', () => {
  it('X43 offers ML-DSA-44 first, and signs in with such a passkey', async () => {
    const world = await opened(POST_QUANTUM);
    const client = await signedIn(world, ADA);
    const { pubKeyCredParams } = await optionsOf(world, client);
    expect(pubKeyCredParams.map(({ alg }) => alg)).toEqual([-48, -7, -8, -257]);
    const key = createAuthenticator({ algorithms: [ML_DSA_44] });
    expect(await enrolls(world, client, key)).toBe('complete');
    const shown = await showsPasskey(world, new Client(world), key);
    expect(isRefusal(shown) ? shown.refused : shown.answer.status).toBe('complete');
  });

  it('X43 takes no such passkey where the option is off', async () => {
    const world = await opened({});
    const client = await signedIn(world, ADA);
    const key = createAuthenticator({ algorithms: [ML_DSA_44] });
    expect(await enrolls(world, client, key, [ML_DSA_44])).not.toBe('complete');
    expect(await enrolls(world, client, createAuthenticator())).toBe('complete');
  });

  it('X43 signs in with an imported passkey, also where the option is off', async () => {
    const world = await opened({});
    const key = createAuthenticator({ algorithms: [ML_DSA_44] });
    const { origin } = world.auth;
    const response = await key.create(
      {
        ...{ challenge: 'AAAA', rp: { id: 'localhost', name: 'the old app' } },
        user: { id: 'AAAA', name: ADA, displayName: ADA },
        pubKeyCredParams: [{ type: 'public-key', alg: ML_DSA_44 }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      },
      { origin, userVerified: true },
    );
    const { credential } = await judgeRegistration(response, {
      ...{ challenge: () => true, origin, rpId: 'localhost', algorithms: [ML_DSA_44] },
    });
    const publicKey = Buffer.from(credential.publicKey).toString('base64');
    const passkey = { id: response.id, publicKey, transports: ['internal'], userHandle: 'AAAA' };
    const [report] = await imports(world, [{ identifier: ADA, passkeys: [passkey] }]);
    expect(report?.outcome).toBe('imported');
    const shown = await showsPasskey(world, new Client(world), key);
    expect(isRefusal(shown) ? shown.refused : shown.answer.status).toBe('complete');
  });
});
