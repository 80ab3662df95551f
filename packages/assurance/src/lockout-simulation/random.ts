export type Random = () => number;

/**
 * The generator mulberry32 by T. Ettinger, never for a secret.
 * @param seed its lowest 32 bits count
 */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A Poisson process, in whole milliseconds. */
export function timeUntilNext(mean: number, random: Random): number {
  return Math.ceil(-mean * Math.log(1 - random()));
}
