import type { ThreatChange, ThreatHost } from '@sallyport/assurance';
import type { HostMethods, Instant } from '@sallyport/core';
import type { Logger } from '../contract/host.ts';
import { THREAT_LIMITS } from '../contract/lifetimes.ts';
import { within } from './host-call.ts';
import type { Timer } from './timer.ts';

export interface ThreatQuestion {
  readonly from: object;
  readonly to: object;
  /** The last date of both policies that has passed. Absent: none. */
  readonly begun?: Instant | undefined;
  readonly host: HostMethods;
  readonly threats: ThreatHost;
}

export interface ThreatAnalyst {
  ask(question: ThreatQuestion): Promise<ThreatChange>;
  end(): Promise<void>;
}

export type ThreatAnswer =
  | { readonly state: 'analysed'; readonly change: ThreatChange }
  | { readonly state: 'running' }
  | { readonly state: 'not-decided' }
  | { readonly state: 'not-analysed' };

export interface ThreatPreviews {
  compare(question: ThreatQuestion): Promise<ThreatAnswer>;
  close(): Promise<void>;
}

const MOST_WAITING = 5;

const MOST_KNOWN = 20;

const NOTHING_CHANGES: ThreatAnswer = { state: 'analysed', change: { worse: [], better: [], undecided: 0 } };

class TookTooLong extends Error {}

export function threatPreviews(
  analyst: ThreatAnalyst,
  { timer, logger }: { readonly timer: Timer; readonly logger: Logger },
): ThreatPreviews {
  const known = new Map<string, Promise<ThreatAnswer>>();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let closings = 0;
  let cancelIdle: (() => void) | undefined;

  const analysed = async (question: ThreatQuestion, opened: number): Promise<ThreatAnswer> => {
    try {
      const asked = analyst.ask(question);
      const change = await within(timer, THREAT_LIMITS.analysis, asked, () => new TookTooLong());
      return { state: 'analysed', change };
    } catch (fault) {
      await analyst.end().catch(() => undefined);
      if (fault instanceof TookTooLong || isOutOfMemory(fault)) return { state: 'not-decided' };
      if (opened !== closings) return { state: 'not-analysed' };
      logger.warn('what thieves reach could not be analysed', { fault: fault instanceof Error ? fault.message : '' });
      return { state: 'not-analysed' };
    }
  };

  const begun = (key: string, question: ThreatQuestion): Promise<ThreatAnswer> => {
    const opened = closings;
    waiting++;
    cancelIdle?.();
    const turn = last.then(async (): Promise<ThreatAnswer> => {
      const answer = opened === closings ? await analysed(question, opened) : ({ state: 'not-analysed' } as const);
      waiting--;
      if (answer.state === 'not-analysed') known.delete(key);
      if (waiting === 0 && opened === closings)
        cancelIdle = timer.after(THREAT_LIMITS.idle, () => void analyst.end().catch(() => undefined), false);
      return answer;
    });
    last = turn;
    return turn;
  };

  return {
    compare(question) {
      const key = JSON.stringify(question);
      const shared = known.get(key);
      if (JSON.stringify(question.from) === JSON.stringify(question.to)) return Promise.resolve(NOTHING_CHANGES);
      if (shared === undefined && waiting >= MOST_WAITING) return Promise.resolve({ state: 'running' });
      const answer = shared ?? begun(key, question);
      known.delete(key);
      known.set(key, answer);
      for (const oldest of known.keys()) if (known.size > MOST_KNOWN) known.delete(oldest);
      return within(timer, THREAT_LIMITS.answer, answer, () => new TookTooLong()).catch(() => ({ state: 'running' }));
    },
    async close() {
      closings++;
      cancelIdle?.();
      await analyst.end();
    },
  };
}

function isOutOfMemory(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
