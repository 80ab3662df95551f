import { describe, expect, it } from 'vitest';
import { newToken, pooledRandom } from './token.ts';
import { watched } from './watched-crypto.test-support.ts';

describe('X19 randomness that is fetched a few kilobytes at a time', () => {
  it('gives as many bytes as are asked for, however many', () => {
    const random = pooledRandom();
    for (const bytes of [0, 1, 16, 32, 4_095, 4_096, 4_097, 10_000]) expect(random(bytes).length).toBe(bytes);
  });

  it('never gives the same twice, over many times what is fetched at once', () => {
    const random = pooledRandom();
    const tokens = new Set(Array.from({ length: 20_000 }, () => newToken(random)));
    expect(tokens.size).toBe(20_000);
  });

  it('fills every byte', () => {
    const random = pooledRandom();
    const counts = Array.from({ length: 256 }, () => 0);
    for (let draw = 0; draw < 3_000; draw++) for (const byte of random(32)) counts[byte] = (counts[byte] ?? 0) + 1;
    // 375 of each are expected, give or take 19: bytes that are left as zeros would be some hundred too many.
    expect(Math.min(...counts)).toBeGreaterThan(250);
    expect(Math.max(...counts)).toBeLessThan(500);
  });

  it('gives what is the caller’s own: it stays as it is when more is drawn', () => {
    const random = pooledRandom();
    const first = random(32);
    const before = [...first];
    for (let draw = 0; draw < 500; draw++) random(32);
    expect([...first]).toEqual(before);
  });

  it('asks the system once for as much as fits, and by itself for what is larger', () => {
    const random = pooledRandom();
    const fetchedBy = (...draws: readonly number[]) =>
      watched('randomFillSync', () => draws.map((bytes) => random(bytes))).map(([filled]) => filled.length);
    expect(fetchedBy(4_064, 32)).toEqual([4_096]);
    expect(fetchedBy(1)).toEqual([4_096]);
    expect(fetchedBy(4_095)).toEqual([]);
    expect(fetchedBy(4_096)).toEqual([4_096]);
    expect(fetchedBy(4_097, 10_000)).toEqual([4_097, 10_000]);
    expect(fetchedBy(32, 4_065)).toEqual([4_096, 4_096]);
  });

  it('forgets what was drawn, and nothing else', () => {
    const random = pooledRandom();
    const [[pool] = []] = watched('randomFillSync', () => random(32));
    expect(pool).toHaveLength(4_096);
    expect([...(pool?.subarray(0, 32) ?? [])]).toEqual(Array.from({ length: 32 }, () => 0));
    const next = [...(pool?.subarray(32, 64) ?? [])];
    expect(new Set(next).size).toBeGreaterThan(1);
    expect([...random(32)]).toEqual(next);
    expect([...(pool?.subarray(0, 64) ?? [])]).toEqual(Array.from({ length: 64 }, () => 0));
  });
});
