import type { Commit } from '@sallyport/store';

/** What is remembered of flows at once: a level is no reason to run out of memory. */
const MOST = 50_000;

/** The flows that this process opened, until it sees them end or their time is over. */
export class OpenFlows {
  readonly #endings = new Map<string, number>();

  note({ now, guards, flow, endFlow, opens }: Commit): void {
    this.#forget(now);
    if (flow !== undefined && flow.purpose !== 'response' && guards.flow === undefined) {
      this.#endings.set(flow.id, flow.expiresAt);
      const [oldest] = this.#endings.keys();
      if (this.#endings.size > MOST && oldest !== undefined) this.#endings.delete(oldest);
    }
    if (endFlow !== undefined) this.#endings.delete(endFlow.id);
    if (opens !== undefined && 'flowId' in opens.consumes) this.#endings.delete(opens.consumes.flowId);
  }

  count(now: number): number {
    this.#forget(now);
    return this.#endings.size;
  }

  /** All flows live equally long, so that the first is the first to be over. */
  #forget(now: number): void {
    for (const [id, end] of this.#endings) {
      if (end > now) return;
      this.#endings.delete(id);
    }
  }
}
