import { createECDH } from 'node:crypto';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { createSallyport } from './create-sallyport.ts';
import { embedded, TENANT } from './embedded.test-support.ts';
import type { SallyportOptions } from './options.ts';

const pair = createECDH('prime256v1');
const POINT = pair.generateKeys();
const KEY = POINT.toString('base64url');
const offCurve = Buffer.from(POINT);
offCurve[64] = (offCurve[64] ?? 0) ^ 1;

function problemOf(options: Partial<SallyportOptions<string>>): unknown {
  try {
    const secrets = ['a secret that is long enough to be one'];
    createSallyport({ origin: 'http://localhost:3000', secrets, store: memoryStore(), ...options });
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('the emergency key of a vault', () => {
  it.each([
    ['a point of P-256', { kid: 'k'.repeat(64), publicKey: KEY }],
    ['none at all', undefined],
  ])('P21 is taken: %s', (_, emergencyKey) => {
    expect(problemOf({ vault: { emergencyKey } })).toBeUndefined();
  });

  it.each([
    ['no name', { kid: '', publicKey: KEY }],
    ['a name that is too long', { kid: 'k'.repeat(65), publicKey: KEY }],
    ['a name in other letters', { kid: 'the drill', publicKey: KEY }],
    ['no key', { kid: 'drill', publicKey: '' }],
    ['a key that is cut off', { kid: 'drill', publicKey: KEY.slice(0, 80) }],
    ['a key in PEM', { kid: 'drill', publicKey: '-----BEGIN PUBLIC KEY-----' }],
    ['a compressed key', { kid: 'drill', publicKey: pair.getPublicKey('base64url', 'compressed') }],
    ['its private key', { kid: 'drill', publicKey: pair.getPrivateKey('base64url') }],
    ['a point that is on no curve', { kid: 'drill', publicKey: offCurve.toString('base64url') }],
    ['65 bytes that are no point', { kid: 'drill', publicKey: Buffer.alloc(65, 7).toString('base64url') }],
  ])('P21 is an error at start-up, with a code and a way out: %s', (_, emergencyKey) => {
    expect(problemOf({ vault: { emergencyKey } })).toMatchObject({
      name: 'SallyportConfigError',
      code: 'bad-emergency-key',
      wayOut: expect.stringContaining('sallyport vault emergency-key'),
    });
  });
});

describe('a vault', () => {
  it('P21 may be named by a policy where the host configures one, and there alone', async () => {
    const policy = { vault: { emergency: 'required' } } as const;
    expect(problemOf({ policy })).toMatchObject({ code: 'not-configured' });
    expect(problemOf({ policy, vault: {} })).toBeUndefined();
    const [without, having] = [await embedded(), await embedded({ policy, vault: {} })];
    expect(without.auth.brings(TENANT).vault).toBe(false);
    expect(await without.auth.vault.overview(TENANT, having.auth.origin)).toEqual({ refused: 'not-found' });
    expect(await having.auth.vault.overview(TENANT, 'nobody')).toEqual({ refused: 'not-found' });
    await Promise.all([without.auth.close(), having.auth.close()]);
  });
});
