import { AsyncLocalStorage } from 'node:async_hooks';
import type { Instant, Milliseconds } from '@sallyport/core';
import type { Commit, Store } from '@sallyport/store';
import { REUSE_MARGIN } from '../contract/lifetimes.ts';
import { type Clocks, LongestReuse } from './longest-reuse.ts';
import { RecentChecks } from './recent-checks.ts';
import { ReuseHold } from './reuse-hold.ts';
import { pause, type Timer } from './timer.ts';

interface Operation {
  takenAt?: number;
}

export interface SessionReuse {
  readonly recentChecks: RecentChecks | undefined;
  committed(change: Commit, takes: boolean): void;
  /** The operation takes from sessions what another operation may just have taken. */
  taken(): void;
  /** Answers when no process reuses a check from before the last commit that takes. */
  operation<Answer>(work: () => Answer): Answer;
  part<Part extends object>(part: Part): Part;
  /** @throws StoreUnavailable */
  refresh(): Promise<void>;
}

export function sessionReuse(
  store: Store,
  reuse: Milliseconds | undefined,
  { timer, now }: { readonly timer: Timer; readonly now: () => Instant },
): SessionReuse {
  const clocks: Clocks = { clock: () => timer.now?.() ?? performance.now(), now };
  const longest = new LongestReuse(store, clocks);
  const hold = reuse === undefined || !holds(store) ? undefined : new ReuseHold(store, reuse, clocks);
  const operations = new AsyncLocalStorage<Operation>();

  const waited = async ({ takenAt }: Operation): Promise<void> => {
    if (takenAt === undefined) return;
    const milliseconds = await longest.known();
    const left = milliseconds === 0 ? 0 : takenAt + milliseconds + REUSE_MARGIN - clocks.clock();
    if (left > 0) await pause(timer, left);
  };
  const followed = <Answer>(work: () => Answer): Answer => {
    const running: Operation = {};
    const answer = operations.run(running, work);
    return answer instanceof Promise ? (answer.finally(() => waited(running)) as Answer) : answer;
  };
  const operation = <Answer>(work: () => Answer): Answer => {
    // In Node 20 the first run of an AsyncLocalStorage makes every promise of the process slower.
    const answer = hold === undefined && longest.isNone() ? work() : followed(work);
    return isStream(answer) ? (eachInTurn(answer, operation) as Answer) : answer;
  };

  const taken = (): void => {
    const running = operations.getStore();
    if (running !== undefined) running.takenAt = clocks.clock();
  };
  const recentChecks =
    hold && new RecentChecks(store, { within: reuse ?? 0, clock: clocks.clock, mayReuse: () => hold.isKnown() });
  return {
    recentChecks,
    committed(change, takes) {
      recentChecks?.note(change);
      if (takes) taken();
    },
    taken,
    operation,
    part: (part) =>
      Object.fromEntries(
        Object.entries(part).map(([name, member]) => [
          name,
          typeof member === 'function'
            ? (...asked: readonly unknown[]): unknown => operation(() => member.apply(part, asked))
            : member,
        ]),
      ) as typeof part,
    async refresh() {
      await hold?.renew();
      await longest.learn();
    },
  };
}

function holds(store: Store): store is Store & Required<Pick<Store, 'holdReuse'>> {
  return store.holdReuse !== undefined;
}

function isStream(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

function eachInTurn(
  stream: AsyncIterable<unknown>,
  operation: <Answer>(work: () => Answer) => Answer,
): AsyncIterable<unknown> {
  return {
    [Symbol.asyncIterator]() {
      const items = stream[Symbol.asyncIterator]();
      return {
        next: () => operation(() => items.next()),
        return: async (value?: unknown) => (await items.return?.(value)) ?? { done: true, value },
      };
    },
  };
}
