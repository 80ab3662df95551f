import { isStoreUnavailable } from '@sallyport/store';
import { HostSilent } from './host-call.ts';

/** Each silence of the host takes its whole time limit. */
const MOST_SILENCES = 3;

export type Look = <Item>(items: readonly Item[], look: (item: Item) => Promise<void>) => Promise<void>;

/** One that fails stops none of the others, and the first fault is thrown at the end. A silent store, or several silences of the host in a row, end the work. */
export async function eachAlone(work: (each: Look) => Promise<void>): Promise<void> {
  const faults: unknown[] = [];
  await work(async (items, look) => {
    let silences = 0;
    for (const item of items) {
      try {
        await look(item);
        silences = 0;
      } catch (fault) {
        if (isStoreUnavailable(fault)) throw fault;
        faults.push(fault);
        silences = isSilence(fault) ? silences + 1 : 0;
        if (silences === MOST_SILENCES) return;
      }
    }
  });
  if (faults.length > 0) throw faults[0];
}

function isSilence(fault: unknown): boolean {
  return fault instanceof Error && fault.cause instanceof HostSilent;
}
