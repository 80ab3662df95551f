import { generateKeyPairSync, sign } from 'node:crypto';
import type { ProviderAnswer } from '@sallyport/store/providers';
import { base64url } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DATES, type Forger, type ForgerKey, newForgerKey, signedBy, startForger } from './forger.test-support.ts';
import { ALICE, newKey, startProvider } from './provider.test-support.ts';
import { corp, judge, leave, returned, STATE } from './round-trip.test-support.ts';
import { serve } from './served.test-support.ts';

let first: ForgerKey;
let second: ForgerKey;
let forger: Forger & { nonce: unknown };
let sso: ReturnType<typeof corp>;
beforeAll(async () => {
  first = await newForgerKey('k1');
  second = await newForgerKey('k2');
});
afterEach(async () => {
  vi.useRealTimers();
  await forger.stop();
});

async function signIn(): Promise<ProviderAnswer> {
  const { kept } = await leave(sso);
  forger.nonce = kept['nonce'];
  return judge(sso, { kept, parameters: { code: 'a code', state: STATE } });
}

/** The number of requests to the token endpoint and to the key set. */
const asked = () => ({ token: forger.asked.get('/token'), keys: forger.asked.get('/jwks') });

describe.each(DATES)('of %s', (_date, usual) => {
  beforeEach(async () => {
    forger = await startForger(first, usual);
    sso = corp(forger.issuer);
    expect((await signIn()).outcome).toBe('signed-in');
  });

  test('a new key is taken at once, without asking for the token twice', async () => {
    forger.published = { keys: [second.publicJwk, first.publicJwk] };
    forger.sign = signedBy(second);
    expect((await signIn()).outcome).toBe('signed-in');
    expect(asked()).toEqual({ token: 2, keys: 2 });
    expect((await signIn()).outcome).toBe('signed-in');
    expect(asked()).toEqual({ token: 3, keys: 2 });
  });

  test('a new key under the old id is taken at once', async () => {
    const other = await newForgerKey('k1');
    forger.published = { keys: [other.publicJwk] };
    forger.sign = signedBy(other);
    expect((await signIn()).outcome).toBe('signed-in');
    expect(asked()).toEqual({ token: 2, keys: 2 });
  });

  test('a key that the provider does not have costs one more look at its keys, and is refused', async () => {
    forger.sign = signedBy(second);
    expect((await signIn()).outcome).toBe('refused');
    expect(asked()).toEqual({ token: 2, keys: 2 });
  });

  test('what no key was needed for does not ask for keys', async () => {
    forger.claims = { aud: 'another' };
    expect((await signIn()).outcome).toBe('refused');
    expect(asked()).toEqual({ token: 2, keys: 1 });
  });

  test('a key that the provider took back is believed for five minutes at most', async () => {
    forger.published = { keys: [second.publicJwk] };
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 });
    expect((await signIn()).outcome).toBe('refused');
    expect(asked()).toEqual({ token: 2, keys: 2 });
  });

  test('keys without an id are told apart by nothing: two are refused, one is taken', async () => {
    const { kid: _, ...nameless } = second.publicJwk;
    forger.sign = signedBy(second, { kid: undefined });
    forger.published = { keys: [nameless, first.publicJwk] };
    expect((await signIn()).outcome).toBe('refused');
    forger.published = { keys: [nameless] };
    expect((await signIn()).outcome).toBe('signed-in');
  });

  test('a short RSA key is refused', async () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const named = { kid: 'short', alg: 'RS256' };
    forger.published = { keys: [{ ...short.publicKey.export({ format: 'jwk' }), ...named }] };
    forger.sign = async (claims) => {
      const signed = [named, claims].map((part) => base64url.encode(JSON.stringify(part))).join('.');
      return `${signed}.${base64url.encode(sign('sha256', Buffer.from(signed), short.privateKey))}`;
    };
    expect(await signIn()).toMatchObject({ outcome: 'refused', why: expect.stringContaining('modulusLength') });
  });
});

test('the real provider, restarted with another key', async () => {
  const served = await serve();
  const provider = await startProvider({ jwks: { keys: [newKey('k1')] } }, served);
  try {
    const real = corp(provider.issuer);
    expect((await judge(real, await returned(real, ALICE))).outcome).toBe('signed-in');
    await startProvider({ jwks: { keys: [newKey('k2')] } }, served);
    expect((await judge(real, await returned(real, ALICE))).outcome).toBe('signed-in');
  } finally {
    await provider.stop();
  }
});
