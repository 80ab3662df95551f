import { instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { type ChallengeScope, newChallenge, readChallenge } from './challenge.ts';
import { keyRing } from './key-ring.ts';

const NOW = instant(Date.UTC(2031, 1, 3, 9));
const MINUTES = 60_000;
const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(7);
const ring = keyRing(() => ['a secret that is long enough to be one'], random);
const maker = { ring, random, now: () => NOW };
const scope: ChallengeScope = { tenant: 'default' as TenantId, ceremony: 'get', boundTo: 'flow-1' };

const after = (milliseconds: number) => instant(NOW + milliseconds);

describe('a challenge that vouches for itself', () => {
  it('X15 says when it ends, has 144 random bits and a keyed hash over both, in that order', () => {
    const challenge = newChallenge(maker, scope);
    const bytes = Buffer.from(challenge, 'base64url');
    expect(bytes).toHaveLength(6 + 18 + 32);
    expect(bytes.readUIntBE(0, 6)).toBe(NOW + 5 * MINUTES);
    expect([...bytes.subarray(6, 24)]).toEqual([...random(18)]);
    expect(challenge.slice(32)).toBe(ring.hash('challenge', `default get flow-1 ${challenge.slice(0, 32)}`));
  });

  it('X3 X15 is used up by a single-use value that is kept until it ends', () => {
    const challenge = newChallenge(maker, scope);
    const singleUse = { key: `challenge:${challenge.slice(0, 32)}`, expiresAt: after(5 * MINUTES) };
    expect(readChallenge(maker, scope, challenge, NOW)).toEqual(singleUse);
    expect(readChallenge(maker, scope, challenge, after(5 * MINUTES - 1))).toEqual(singleUse);
  });

  it('X15 is good until it ends, and no more in that very moment', () => {
    const challenge = newChallenge(maker, scope);
    expect(readChallenge(maker, scope, challenge, after(5 * MINUTES))).toBeUndefined();
    expect(readChallenge(maker, scope, challenge, after(5 * MINUTES + 1))).toBeUndefined();
    const long = newChallenge(maker, scope, 30 * MINUTES);
    expect(readChallenge(maker, scope, long, after(30 * MINUTES - 1))).toMatchObject({
      expiresAt: after(30 * MINUTES),
    });
    expect(readChallenge(maker, scope, long, after(30 * MINUTES))).toBeUndefined();
  });

  it.each([
    ['another tenant', { tenant: 'other' as TenantId }],
    ['another ceremony', { ceremony: 'create' as const }],
    ['another flow', { boundTo: 'flow-2' }],
  ])('X15 is good nowhere else: in %s', (_, elsewhere) => {
    expect(readChallenge(maker, { ...scope, ...elsewhere }, newChallenge(maker, scope), NOW)).toBeUndefined();
  });

  it('X15 is none where anything of it is another, missing or made up', () => {
    const challenge = newChallenge(maker, scope);
    const later = Buffer.from(challenge, 'base64url');
    later.writeUIntBE(NOW + 60 * MINUTES, 0, 6);
    for (const other of [
      '',
      challenge.slice(0, 32),
      challenge.slice(0, -1),
      `${challenge}A`,
      later.toString('base64url'),
    ])
      expect(readChallenge(maker, scope, other, NOW), other).toBeUndefined();
  });
});
