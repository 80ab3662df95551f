import { randomBytes } from 'node:crypto';
import { type AccountId, tenantId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { keyRing } from './key-ring.ts';
import { isMailed, type Mailed, mailedHash } from './mailed-secret.ts';

const ring = keyRing(() => ['a secret that is long enough to be one'], randomBytes);
const ID = 'ada' as AccountId;
const OUT: Mailed = {
  purpose: 'recovery',
  tenant: tenantId('north'),
  accountId: ID,
  address: 'ada@example.org',
  within: 'flow one',
};

describe('the hash of a mailed secret', () => {
  it('X3 is of the secret, and contains neither the secret nor the address', () => {
    const hash = mailedHash(ring, OUT, 'the secret');
    expect(hash).toMatch(/^[\w-]{43}$/);
    expect(isMailed(ring, OUT, 'the secret', hash)).toBe(true);
    expect(isMailed(ring, OUT, 'the secret.', hash)).toBe(false);
    expect(isMailed(ring, OUT, 'the secret', `${hash}A`)).toBe(false);
  });

  it.each<[string, Partial<Omit<Mailed, 'address'>> & { readonly address?: string | undefined }]>([
    ['another purpose', { purpose: 'invitation' }],
    ['a purpose that begins in the same way', { purpose: 'email-code' }],
    ['another tenant', { tenant: tenantId('south') }],
    ['another account', { accountId: 'ben' as AccountId }],
    ['another address', { address: 'ada@example.com' }],
    ['an account without an address', { address: undefined }],
    ['another flow', { within: 'flow two' }],
    ['no flow', { within: '' }],
    ['the same letters, parted in another place', { address: 'ada@example.org flow', within: 'one' }],
  ])('X3 is of nothing else: %s', (_, other) => {
    expect(isMailed(ring, { ...OUT, ...other }, 'the secret', mailedHash(ring, OUT, 'the secret'))).toBe(false);
  });

  it('X3 is checked under every secret of the host, and under no other', () => {
    const secrets = ['an older secret, long enough to be one', 'a secret that is long enough to be one'];
    const older = mailedHash(
      keyRing(() => secrets.slice(0, 1), randomBytes),
      OUT,
      'the secret',
    );
    expect(isMailed(ring, OUT, 'the secret', older)).toBe(false);
    const both = keyRing(() => secrets.toReversed(), randomBytes);
    expect(isMailed(both, OUT, 'the secret', older)).toBe(true);
  });
});
