import type { Store } from '@sallyport/engine';
import {
  FAULT_KINDS,
  type FaultKind,
  type FaultOptions,
  type FaultPlan,
  type FaultyStore,
  faultyStore,
} from './faulty-store.ts';

/** A run of a scenario. */
export interface Trial {
  /** A fresh store. Call `arm()` where the scenario starts, and `revive()` where the fault is to end. */
  readonly store: FaultyStore;
  /** The fault of this run. Absent in the first run, which has no fault. */
  readonly fault?: FaultPlan;
}

/** The options of a run with a fault at every call. */
export interface EveryPointOptions extends Pick<FaultOptions, 'spared'> {
  /** Makes a fresh store for every run. */
  readonly create: () => Store | Promise<Store>;
  /** Default: all kinds. */
  readonly kinds?: readonly FaultKind[];
  /** Runs while a delayed call waits. */
  readonly meanwhile?: (trial: Pick<Trial, 'store'>) => Promise<void>;
}

/** A fault that was tried. */
export interface Point {
  /** The kind of fault. */
  readonly kind: FaultKind;
  /** The number of the disturbed call, counted from 1. */
  readonly at: number;
  /** The method of the store that the fault disturbed. */
  readonly verb: string;
}

/**
 * Runs a scenario once to count its calls to the store, then once for each call and each kind of fault. Every run has a fresh store. The
 * scenario asserts for itself; its errors are thrown again with the fault's place. Up to the fault, every run must make the same calls.
 *
 * @returns all tried faults
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
