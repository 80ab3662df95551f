import type { Store } from '@sallyport/engine';
import {
  FAULT_KINDS,
  type FaultKind,
  type FaultOptions,
  type FaultPlan,
  type FaultyStore,
  faultyStore,
} from './faulty-store.ts';

/** One run of a scenario. */
export interface Trial {
  /** Fresh and sound. `arm()` it where the scenario begins, `revive()` it where the trouble is to be over. */
  readonly store: FaultyStore;
  /** What goes wrong in this run; absent in the first, in which nothing does. */
  readonly fault?: FaultPlan;
}

export interface EveryPointOptions extends Pick<FaultOptions, 'spared'> {
  /** A fresh store for every run. */
  readonly create: () => Store | Promise<Store>;
  /** Default: all of them. */
  readonly kinds?: readonly FaultKind[];
  /** What happens while a delayed call is on its way. */
  readonly meanwhile?: (trial: Pick<Trial, 'store'>) => Promise<void>;
}

/** A fault that was gone through. */
export interface Point {
  readonly kind: FaultKind;
  readonly at: number;
  readonly verb: string;
}

/**
 * Runs a scenario once to count its calls to the store, then once for each call and each kind of fault, on a fresh store every
 * time. The scenario asserts for itself; what it throws is thrown again with the point at which it happened. It has to make the
 * same calls every time up to the fault.
 *
 * @returns every point that was gone through
 */
export async function atEveryPoint(
  run: (trial: Trial) => Promise<void>,
  { create, kinds = FAULT_KINDS, spared = [], meanwhile }: EveryPointOptions,
): Promise<readonly Point[]> {
  const options = { unarmed: true, spared };
  const sound = faultyStore(await create(), undefined, options);
  await run({ store: sound });
  const verbs = [...sound.called];
  if (verbs.length === 0) throw new Error('the scenario never armed its store, or never called it');

  const points: Point[] = [];
  for (const [place, verb] of verbs.entries()) {
    for (const kind of kinds) {
      const point = { kind, at: place + 1, verb };
      const fault: FaultPlan = { kind, at: point.at, meanwhile: meanwhile && (() => meanwhile({ store })) };
      const store: FaultyStore = faultyStore(await create(), fault, options);
      await run({ store, fault }).catch((cause: unknown) => {
        throw new Error(`${inWords(point, verbs.length)}: ${messageOf(cause)}`, { cause });
      });
      if (!store.struck || store.called[place] !== verb) {
        throw new Error(`${inWords(point, verbs.length)}: the scenario made other calls than the first time`);
      }
      points.push(point);
    }
  }
  return points;
}

function inWords({ kind, at, verb }: Point, calls: number): string {
  return `where call ${at} of ${calls} (${verb}) ${kind}`;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
