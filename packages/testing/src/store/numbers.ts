/** Pseudo-random numbers that are the same in every run. */
export interface Numbers {
  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number;
  /** An item of the list. @throws RangeError if the list is empty */
  oneOf<Item>(items: readonly Item[]): Item;
}

/** Lehmer's generator, with the constants of Park and Miller. The seed is a whole number from 1, below 2^31 - 1. */
export function numbersFrom(seed: number): Numbers {
  let state = seed;
  const below = (bound: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
  return {
    below,
    oneOf(items) {
      for (const item of items.slice(below(items.length))) return item;
      throw new RangeError('one of nothing');
    },
  };
}
