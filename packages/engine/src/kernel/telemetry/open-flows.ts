import type { Commit } from '@sallyport/store';

/** The most flows that are remembered, to limit memory. */
const MOST = 50_000;

/** The flows that this process opened, until they end or expire. */
export class OpenFlows {
  readonly #endings = new Map<string, number>();

  note({ now, guards, flow, endFlow, opens }: Commit): void {
    this.#forget(now);
    if (flow !== undefined && guards.flow === undefined) {
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

  /** All flows have the same lifetime, so the oldest flow expires first. */
  #forget(now: number): void {
    for (const [id, end] of this.#endings) {
      if (end > now) return;
      this.#endings.delete(id);
    }
  }
}
