import type { Reply } from '../support/client.ts';

/** Counts the answers of a fleet, and records each wrong answer. Only 2xx, 4xx, and 503 with Retry-After are right (X17). */
export class Ledger {
  readonly wrong: string[] = [];
  readonly #counts = new Map<string, number>();

  /** Waits for an answer. Resolves to `undefined` if the answer is wrong or missing. */
  async take<Body>(asking: Promise<Reply<Body>>): Promise<Reply<Body> | undefined> {
    try {
      const reply = await asking;
      const kind = kindOf(reply);
      this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
      if (kind !== 'anything else') return reply;
      this.wrong.push(`${reply.status} ${reply.text.slice(0, 300)}`);
    } catch (error) {
      // The client throws if an answer breaks the contract. A missing answer means a crashed process.
      this.#counts.set('anything else', (this.#counts.get('anything else') ?? 0) + 1);
      this.wrong.push(String(error).slice(0, 500));
    }
    return undefined;
  }

  count(kind: '2xx' | '4xx' | '503'): number {
    return this.#counts.get(kind) ?? 0;
  }

  toString(): string {
    return `${this.count('2xx')} 2xx, ${this.count('4xx')} 4xx, ${this.count('503')} 503 with Retry-After, ${this.wrong.length} of anything else`;
  }
}

function kindOf({ status, headers }: Reply<unknown>): string {
  if (status >= 200 && status < 300) return '2xx';
  if (status >= 400 && status < 500) return '4xx';
  return status === 503 && /^\d+$/.test(headers.get('retry-after') ?? '') ? '503' : 'anything else';
}
