import type { Store } from '@sallyport/engine';
import { behind, type Verb } from '../faults/faulty-store.ts';

/** A call that a client made to a store, and what it heard. Between the two the store did it, at some one moment. */
export interface Call {
  readonly verb: Verb;
  readonly asked: readonly unknown[];
  /** When it was made, on a clock that ticks with every call and every answer. */
  readonly from: number;
  /** When the answer came; Infinity where none did. */
  readonly until: number;
  /** Absent if the answer was a fault, or never came: then it may have been done, or not, or later. */
  readonly answer?: { readonly value: unknown };
}

/** A store that keeps a record of every call. */
export interface RecordedStore {
  readonly store: Store;
  /** The calls so far, in the order in which they were made. */
  history(): readonly Call[];
}

/** Records the calls of all who use the store, with their order in time. */
export function recordHistory(inner: Store): RecordedStore {
  const calls: Call[] = [];
  let tick = 0;
  const store = behind(inner, async (verb, ask, asked) => {
    const place = calls.length;
    const made = { verb, asked: structuredClone(asked), from: tick++ };
    calls.push({ ...made, until: Number.POSITIVE_INFINITY });
    const value = await ask();
    calls[place] = { ...made, until: tick++, answer: { value: structuredClone(value) } };
    return value;
  });
  return { store, history: () => [...calls] };
}
