import type { Store } from '@sallyport/engine';
import { behind, type Verb } from '../faults/faulty-store.ts';

/** A client's call to a store, and its answer. The store carried out the call at some moment between the two. */
export interface Call {
  /** The called method. */
  readonly verb: Verb;
  /** The arguments. */
  readonly asked: readonly unknown[];
  /** The start of the call, on a clock that ticks with every call and every answer. */
  readonly from: number;
  /** The time of the answer, or Infinity without an answer. */
  readonly until: number;
  /** Absent if the call failed or was never answered. The store may have carried out the call, also later, or not. */
  readonly answer?: { readonly value: unknown };
}

/** A store that records every call. */
export interface RecordedStore {
  /** Give this store to the code under test. */
  readonly store: Store;
  /** The calls so far, in the order of their starts. */
  history(): readonly Call[];
}

/** Records the calls of all clients of a store, with their order in time. */
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
