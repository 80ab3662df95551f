import type { Verdict } from '@sallyport/core';
import { type ActTrace, actInFull } from './verdict-in-words.ts';

/**
 * Thrown if `judge` answers otherwise than the test expects. The message contains the actor, the act, the evidence, the answer and its
 * reasons.
 */
export class ActsFailed extends Error {
  /** Always `acts-failed`. */
  readonly code = 'acts-failed';
  /** The actual answer. */
  readonly verdict: Verdict;

  constructor(expected: string, trace: ActTrace) {
    super(actInFull(expected, trace));
    this.name = 'ActsFailed';
    this.verdict = trace.verdict;
  }
}
