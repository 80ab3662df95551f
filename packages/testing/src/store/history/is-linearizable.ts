import { isDeepStrictEqual } from 'node:util';
import type { Call } from './record-history.ts';

/**
 * The specification of a store: the effect of each call without concurrency.
 *
 * @template State the state of the specification
 */
export interface Model<State> {
  /** The state of an empty store. */
  readonly initial: State;
  /** The state after the call, and the client's answer. */
  after(state: State, call: Call): { readonly state: State; readonly heard: unknown };
  /** The part of an answer that the model covers. */
  heard(call: Call, answer: unknown): unknown;
  /** Whether the call leaves every state as it is. Spares the search the orders of concurrent reads. */
  isRead?(call: Call): boolean;
  /** States with the same name are equal. */
  nameOf(state: State): string;
}

/**
 * Whether the history is linearizable (Herlihy and Wing): there is a sequential order of the calls in which the model gives the same
 * answers, and in which no call comes before a call that had already ended. The search is by Wing and Gong, with Lowe's memory of failed
 * states. A call without an answer may have happened at any time after its start, or never.
 */
export function isLinearizable<State>(history: readonly Call[], model: Model<State>): boolean {
  const triedInVain = new Set<string>();
  const search = (left: readonly Call[], state: State): boolean => {
    if (left.every(({ answer }) => answer === undefined)) return true;
    const name = `${left.map(({ from }) => from).join()} ${model.nameOf(state)}`;
    if (triedInVain.has(name)) return false;
    const firstEnd = Math.min(...left.map(({ until }) => until));
    for (const call of left) {
      if (call.from > firstEnd) break;
      const next = model.after(state, call);
      if (!agrees(model, call, next.heard)) continue;
      if (
        search(
          left.filter((other) => other !== call),
          next.state,
        )
      )
        return true;
      // A read that agrees may come first: no other order explains more.
      if (model.isRead?.(call)) break;
    }
    triedInVain.add(name);
    return false;
  };
  return search(
    [...history].sort((a, b) => a.from - b.from),
    model.initial,
  );
}

function agrees<State>(model: Model<State>, call: Call, heard: unknown): boolean {
  return call.answer === undefined || isDeepStrictEqual(model.heard(call, call.answer.value), heard);
}

/** A history for people: a line for each call, in the order of the starts. */
export function historyInWords<State>(history: readonly Call[], model: Model<State>): string {
  return history
    .map((call) => {
      const heard = call.answer === undefined ? 'no answer' : JSON.stringify(model.heard(call, call.answer.value));
      return `${call.from}–${call.until} ${call.verb} ${JSON.stringify(call.asked)}: ${heard}`;
    })
    .join('\n');
}
