import { isDeepStrictEqual } from 'node:util';
import type { Call } from './record-history.ts';

/** What a store does with one call after another: the rules, with nobody else about. */
export interface Model<State> {
  readonly initial: State;
  /** The state after the call, and what the client hears. */
  after(state: State, call: Call): { readonly state: State; readonly heard: unknown };
  /** What of an answer the model speaks of. */
  heard(call: Call, answer: unknown): unknown;
  /** Two states of the same name are the same state. */
  nameOf(state: State): string;
}

/**
 * Whether there is an order of the calls, one after the other, that the model could have answered as they were answered, and in
 * which none comes before another that had ended when it was made (Herlihy and Wing). The search is Wing and Gong's; what was
 * tried in vain is remembered, as Lowe does. A call without an answer may have been done at any time after it was made, or never.
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

/** A history as people read it: a line for each call, in the order in which they were made. */
export function historyInWords<State>(history: readonly Call[], model: Model<State>): string {
  return history
    .map((call) => {
      const heard = call.answer === undefined ? 'no answer' : JSON.stringify(model.heard(call, call.answer.value));
      return `${call.from}–${call.until} ${call.verb} ${JSON.stringify(call.asked)}: ${heard}`;
    })
    .join('\n');
}
