import { type Instant, instant } from '@sallyport/core';
import type { ReuseHolds } from '@sallyport/store';
import { REUSE_HOLD } from '../contract/lifetimes.ts';
import type { Clocks } from './longest-reuse.ts';

export class ReuseHold {
  readonly #store: Pick<ReuseHolds, 'holdReuse'>;
  readonly #milliseconds: number;
  readonly #clocks: Clocks;
  #since = 0;
  #renewed: { readonly at: number; readonly now: Instant } | undefined;

  constructor(store: Pick<ReuseHolds, 'holdReuse'>, milliseconds: number, clocks: Clocks) {
    this.#store = store;
    this.#milliseconds = milliseconds;
    this.#clocks = clocks;
  }

  /** @throws StoreUnavailable */
  async renew(): Promise<void> {
    if (this.#isYoungerThan(REUSE_HOLD.renewedAfter)) return;
    const { clock, now: present } = this.#clocks;
    const [at, now] = [clock(), present()];
    await this.#store.holdReuse(this.#milliseconds, instant(now + REUSE_HOLD.length));
    if (!this.#isYoungerThan(REUSE_HOLD.reusedFor)) this.#since = clock();
    this.#renewed = { at, now };
  }

  isKnown(): boolean {
    return this.#isYoungerThan(REUSE_HOLD.reusedFor) && this.#clocks.clock() - this.#since >= REUSE_HOLD.knownAfter;
  }

  #isYoungerThan(milliseconds: number): boolean {
    if (this.#renewed === undefined) return false;
    const { clock, now } = this.#clocks;
    const age = now() - this.#renewed.now;
    return clock() - this.#renewed.at < milliseconds && age >= 0 && age < milliseconds;
  }
}
