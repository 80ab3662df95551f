/** A source of numbers from 0 up to, and without, 1. The same seed gives the same numbers. */
export type Random = () => number;

/**
 * The generator mulberry32 by T. Ettinger: 32 bits of state, enough for a simulation, and never for a secret.
 *
 * @param seed a whole number; its lowest 32 bits count
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

/** The time until the next event of a Poisson process with this mean time between events, in whole milliseconds as every instant. */
export function timeUntilNext(mean: number, random: Random): number {
  return Math.ceil(-mean * Math.log(1 - random()));
}
