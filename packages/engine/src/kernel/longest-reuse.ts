import type { Instant } from '@sallyport/core';
import type { Store } from '@sallyport/store';
import { LONGEST_REUSE, REUSE_LEARNED_FOR } from '../contract/lifetimes.ts';

export interface Clocks {
  /** Monotonic. */
  readonly clock: () => number;
  readonly now: () => Instant;
}

export class LongestReuse {
  readonly #store: Pick<Store, 'longestReuse'>;
  readonly #clocks: Clocks;
  #learned: { readonly longest: number; readonly at: number; readonly now: Instant } | undefined;

  constructor(store: Pick<Store, 'longestReuse'>, clocks: Clocks) {
    this.#store = store;
    this.#clocks = clocks;
  }

  /** @throws StoreUnavailable */
  async learn(): Promise<number> {
    if (this.#store.longestReuse === undefined) return 0;
    const [at, now] = [this.#clocks.clock(), this.#clocks.now()];
    const longest = await this.#store.longestReuse(now);
    if (this.#learned === undefined || at >= this.#learned.at) this.#learned = { longest, at, now };
    return longest;
  }

  /** Nobody begins to reuse before this process has asked again. */
  isNone(): boolean {
    if (this.#store.longestReuse === undefined) return true;
    return this.#learned?.longest === 0 && this.#isNew(this.#learned);
  }

  async known(): Promise<number> {
    if (this.#learned !== undefined && this.#isNew(this.#learned)) return this.#learned.longest;
    return this.learn().catch(() => LONGEST_REUSE);
  }

  #isNew({ at, now }: { readonly at: number; readonly now: Instant }): boolean {
    const age = this.#clocks.now() - now;
    return this.#clocks.clock() - at < REUSE_LEARNED_FOR && age >= 0 && age < REUSE_LEARNED_FOR;
  }
}
