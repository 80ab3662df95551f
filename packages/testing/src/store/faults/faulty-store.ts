import { type Store, StoreUnavailable } from '@sallyport/engine';

/** A verb of the port. */
export type Verb = keyof Store;

/**
 * What goes wrong with a call.
 *
 * - `fails`: it never reaches the store.
 * - `delays`: it is slow, and whatever `meanwhile` does comes first.
 * - `drops-reply`: what was asked is done, and the caller hears a fault.
 * - `crashes`: it never reaches the store, nor does any later one until the store is revived.
 */
export type FaultKind = 'fails' | 'delays' | 'drops-reply' | 'crashes';

export const FAULT_KINDS: readonly FaultKind[] = ['fails', 'delays', 'drops-reply', 'crashes'];

/** Which call goes wrong, and how. */
export interface FaultPlan {
  readonly kind: FaultKind;
  /** The call that it strikes, counted from 1. */
  readonly at: number;
  /** What happens while a delayed call is on its way. Default: whatever else is waiting for its turn. */
  readonly meanwhile?: () => Promise<void>;
}

/** A store in which one call goes wrong. */
export interface FaultyStore extends Store {
  /** The verbs that were counted, in the order in which they were called. */
  readonly called: readonly Verb[];
  /** Whether the fault has struck. */
  readonly struck: boolean;
  /** From here on calls are counted, from 1, and the plan holds. */
  arm(): void;
  /** The trouble is over: every call reaches the store, and none is counted. */
  revive(): void;
}

export interface FaultOptions {
  /** Wait to be armed; else calls are counted from the first. */
  readonly unarmed?: boolean;
  /** Verbs that are neither counted nor struck (though a crashed store answers them no more): those called in the background. */
  readonly spared?: readonly Verb[];
}

/**
 * Wraps a store so that one of its calls goes wrong, as the plan says. Without a plan it only counts.
 *
 * ```ts
 * const store = faultyStore(memoryStore(), { kind: 'drops-reply', at: 3 });
 * ```
 */
export function faultyStore(inner: Store, plan?: FaultPlan, options: FaultOptions = {}): FaultyStore {
  const { unarmed = false, spared = [] } = options;
  let called: Verb[] = [];
  let isArmed = !unarmed;
  let hasStruck = false;
  let isCrashed = false;

  const reach = async <Answer>(verb: Verb, ask: () => Promise<Answer>): Promise<Answer> => {
    if (isCrashed) throw unavailable(verb, 'the store crashed');
    if (!isArmed || spared.includes(verb)) return ask();
    called.push(verb);
    if (plan === undefined || called.length !== plan.at) return ask();
    hasStruck = true;
    switch (plan.kind) {
      case 'fails':
        throw unavailable(verb, 'the call failed');
      case 'crashes':
        isCrashed = true;
        throw unavailable(verb, 'the store crashed');
      case 'delays':
        await (plan.meanwhile ?? aTurn)();
        return ask();
      case 'drops-reply':
        await ask();
        throw unavailable(verb, 'the reply was lost');
    }
  };

  return {
    ...behind(inner, reach),
    get called() {
      return called;
    },
    get struck() {
      return hasStruck;
    },
    arm() {
      isArmed = true;
      called = [];
    },
    revive() {
      isArmed = false;
      isCrashed = false;
    },
  };
}

/** What stands between a caller and a verb: it calls `ask`, or does not. */
export type Reach = <Answer>(verb: Verb, ask: () => Promise<Answer>, asked: readonly unknown[]) => Promise<Answer>;

/** A store of which every verb is reached through `reach`. */
export function behind(inner: Store, reach: Reach): Store {
  return {
    open: () => reach('open', () => inner.open(), []),
    beginStep: (step) => reach('beginStep', () => inner.beginStep(step), [step]),
    commit: (change) => reach('commit', () => inner.commit(change), [change]),
    checkSession: (check) => reach('checkSession', () => inner.checkSession(check), [check]),
    readAccount: (...asked) => reach('readAccount', () => inner.readAccount(...asked), asked),
    readVault: (...asked) => reach('readVault', () => inner.readVault(...asked), asked),
    listVaultWays: (...asked) => reach('listVaultWays', () => inner.listVaultWays(...asked), asked),
    listAccounts: (...asked) => reach('listAccounts', () => inner.listAccounts(...asked), asked),
    listSessions: (...asked) => reach('listSessions', () => inner.listSessions(...asked), asked),
    listDevices: (...asked) => reach('listDevices', () => inner.listDevices(...asked), asked),
    listEvents: (...asked) => reach('listEvents', () => inner.listEvents(...asked), asked),
    countFailures: (...asked) => reach('countFailures', () => inner.countFailures(...asked), asked),
    readPolicy: (...asked) => reach('readPolicy', () => inner.readPolicy(...asked), asked),
    listPolicyVersions: (...asked) => reach('listPolicyVersions', () => inner.listPolicyVersions(...asked), asked),
    readAdministrators: (...asked) => reach('readAdministrators', () => inner.readAdministrators(...asked), asked),
    listCounters: (...asked) => reach('listCounters', () => inner.listCounters(...asked), asked),
    eventsToTell: (...asked) => reach('eventsToTell', () => inner.eventsToTell(...asked), asked),
    markTold: (...asked) => reach('markTold', () => inner.markTold(...asked), asked),
    sweep: (...asked) => reach('sweep', () => inner.sweep(...asked), asked),
  };
}

function unavailable(operation: Verb, why: string): StoreUnavailable {
  return new StoreUnavailable({ operation, cause: new Error(why) });
}

function aTurn(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
