import type { HostMethods } from '@sallyport/core';
import type { ThreatChange, ThreatHost } from '@sallyport/core/analysis';
import type { Logger } from '../contract/host.ts';
import { THREAT_LIMITS } from '../contract/lifetimes.ts';
import { within } from './host-call.ts';
import type { Timer } from './timer.ts';

/** Two policies, and the parts of the host that thieves can use, as plain data. */
export interface ThreatQuestion {
  readonly from: object;
  readonly to: object;
  readonly host: HostMethods;
  readonly threats: ThreatHost;
}

/** Analyses in a separate thread, one question at a time. */
export interface ThreatAnalyst {
  /** Rejects if the analysis cannot run, or was ended. */
  ask(question: ThreatQuestion): Promise<ThreatChange>;
  /** Ends the running analysis, and frees the analyst's thread. A later question starts a new thread. */
  end(): Promise<void>;
}

/** The comparison, or the reason for its absence. */
export type ThreatAnswer =
  | { readonly state: 'analysed'; readonly change: ThreatChange }
  /** The analysis runs, or waits for other analyses. A later question finds the answer. */
  | { readonly state: 'running' }
  /** The analysis exceeded its time or its memory. */
  | { readonly state: 'not-decided' }
  /** The analysis cannot run here. */
  | { readonly state: 'not-analysed' };

/** Compares the reach of thieves before and after changes of policies. */
export interface ThreatPreviews {
  /** Answers within `THREAT_LIMITS.answer`. Never rejects. */
  compare(question: ThreatQuestion): Promise<ThreatAnswer>;
  close(): Promise<void>;
}

/** The most questions that wait for the analyst. Further questions are answered `running` at once. */
const MOST_WAITING = 5;

/** The most answers that are kept. An answer holds for the same two policies and the same host. */
const MOST_KNOWN = 20;

const NOTHING_CHANGES: ThreatAnswer = { state: 'analysed', change: { worse: [], better: [], undecided: 0 } };

class TookTooLong extends Error {}

/**
 * Asks an analyst one question at a time. Equal questions share one analysis: an administrator who repeats a preview starts no second
 * analysis.
 */
export function threatPreviews(
  analyst: ThreatAnalyst,
  { timer, logger }: { readonly timer: Timer; readonly logger: Logger },
): ThreatPreviews {
  const known = new Map<string, Promise<ThreatAnswer>>();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let closings = 0;
  let cancelIdle: (() => void) | undefined;

  /** @param opened the number of closings when the question was asked: a close ends the analysis, and is no fault */
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
