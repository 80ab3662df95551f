import { type Store, StoreUnavailable } from '@sallyport/engine';
import { hasOrganisations, removesTenants } from '@sallyport/store';

/** A method of the port. */
export type Verb = keyof Store;

/**
 * The kind of fault.
 *
 * - `fails`: the call does not reach the store.
 * - `delays`: the call is slow, and `meanwhile` runs first.
 * - `drops-reply`: the store carries out the call, and the caller gets an error.
 * - `crashes`: the call does not reach the store, and neither do later calls until `revive()`.
 */
export type FaultKind = 'fails' | 'delays' | 'drops-reply' | 'crashes';

/** Every kind of fault. */
export const FAULT_KINDS: readonly FaultKind[] = ['fails', 'delays', 'drops-reply', 'crashes'];

/** The call to disturb, and the kind of fault. */
export interface FaultPlan {
  /** What happens to the call. */
  readonly kind: FaultKind;
  /** The number of the disturbed call, counted from 1. */
  readonly at: number;
  /** Runs while a delayed call waits. Default: a turn of the event loop. */
  readonly meanwhile?: () => Promise<void>;
}

/** A store in which a call goes wrong. */
export interface FaultyStore extends Store {
  /** The counted methods, in the order of their calls. */
  readonly called: readonly Verb[];
  /** Whether the fault has happened. */
  readonly struck: boolean;
  /** From now on, calls are counted from 1, and the plan applies. */
  arm(): void;
  /** Ends the fault: every call reaches the store, and no call is counted. */
  revive(): void;
}

/** The options of a faulty store. */
export interface FaultOptions {
  /** Waits for `arm()`. Default: calls are counted from the start. */
  readonly unarmed?: boolean;
  /** Methods that are neither counted nor disturbed, because they run in the background. After a crash they fail too. */
  readonly spared?: readonly Verb[];
}

/**
 * Wraps a store so that a call goes wrong according to the plan. Without a plan, the wrapper only counts calls.
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

/** Intercepts a call. Calls `ask` to reach the store, or does not. */
export type Reach = <Answer>(verb: Verb, ask: () => Promise<Answer>, asked: readonly unknown[]) => Promise<Answer>;

/** Wraps a store so that every method runs through `reach`. */
export function behind(inner: Store, reach: Reach): Store {
  const { holdReuse, longestReuse } = inner;
  const organised = hasOrganisations(inner) && inner;
  const removing = removesTenants(inner) && inner;
  return {
    open: () => reach('open', () => inner.open(), []),
    beginStep: (step) => reach('beginStep', () => inner.beginStep(step), [step]),
    commit: (change) => reach('commit', () => inner.commit(change), [change]),
    checkSession: (check) => reach('checkSession', () => inner.checkSession(check), [check]),
    readAccount: (...asked) => reach('readAccount', () => inner.readAccount(...asked), asked),
    hasPasskey: (...asked) => reach('hasPasskey', () => inner.hasPasskey(...asked), asked),
    readVault: (...asked) => reach('readVault', () => inner.readVault(...asked), asked),
    listVaultWays: (...asked) => reach('listVaultWays', () => inner.listVaultWays(...asked), asked),
    listAccounts: (...asked) => reach('listAccounts', () => inner.listAccounts(...asked), asked),
    listPeople: (...asked) => reach('listPeople', () => inner.listPeople(...asked), asked),
    countProfiles: (...asked) => reach('countProfiles', () => inner.countProfiles(...asked), asked),
    countAccountsBySignIn: (...asked) =>
      reach('countAccountsBySignIn', () => inner.countAccountsBySignIn(...asked), asked),
    listUnjudged: (...asked) => reach('listUnjudged', () => inner.listUnjudged(...asked), asked),
    writeProfiles: (...asked) => reach('writeProfiles', () => inner.writeProfiles(...asked), asked),
    listDays: (...asked) => reach('listDays', () => inner.listDays(...asked), asked),
    keepDay: (...asked) => reach('keepDay', () => inner.keepDay(...asked), asked),
    readSamlRequest: (...asked) => reach('readSamlRequest', () => inner.readSamlRequest(...asked), asked),
    listSessions: (...asked) => reach('listSessions', () => inner.listSessions(...asked), asked),
    listDevices: (...asked) => reach('listDevices', () => inner.listDevices(...asked), asked),
    listEvents: (...asked) => reach('listEvents', () => inner.listEvents(...asked), asked),
    countEvents: (...asked) => reach('countEvents', () => inner.countEvents(...asked), asked),
    countFailures: (...asked) => reach('countFailures', () => inner.countFailures(...asked), asked),
    appendLogBatch: (...asked) => reach('appendLogBatch', () => inner.appendLogBatch(...asked), asked),
    readLogHead: (...asked) => reach('readLogHead', () => inner.readLogHead(...asked), asked),
    listLogBatches: (...asked) => reach('listLogBatches', () => inner.listLogBatches(...asked), asked),
    unsealedTenants: (...asked) => reach('unsealedTenants', () => inner.unsealedTenants(...asked), asked),
    readPolicy: (...asked) => reach('readPolicy', () => inner.readPolicy(...asked), asked),
    listPolicyVersions: (...asked) => reach('listPolicyVersions', () => inner.listPolicyVersions(...asked), asked),
    readAdministrators: (...asked) => reach('readAdministrators', () => inner.readAdministrators(...asked), asked),
    listCounters: (...asked) => reach('listCounters', () => inner.listCounters(...asked), asked),
    eventsToNotify: (...asked) => reach('eventsToNotify', () => inner.eventsToNotify(...asked), asked),
    markNotified: (...asked) => reach('markNotified', () => inner.markNotified(...asked), asked),
    sweep: (...asked) => reach('sweep', () => inner.sweep(...asked), asked),
    ...(holdReuse && { holdReuse: (...asked) => reach('holdReuse', () => holdReuse.apply(inner, asked), asked) }),
    ...(longestReuse && {
      longestReuse: (...asked) => reach('longestReuse', () => longestReuse.apply(inner, asked), asked),
    }),
    ...(organised && {
      readOrganisation: (...asked) => reach('readOrganisation', () => organised.readOrganisation(...asked), asked),
      readMembership: (...asked) => reach('readMembership', () => organised.readMembership(...asked), asked),
      listOrganisations: (...asked) => reach('listOrganisations', () => organised.listOrganisations(...asked), asked),
      listOrganisationVersions: (...asked) =>
        reach('listOrganisationVersions', () => organised.listOrganisationVersions(...asked), asked),
      listMemberships: (...asked) => reach('listMemberships', () => organised.listMemberships(...asked), asked),
      listMembershipsOf: (...asked) => reach('listMembershipsOf', () => organised.listMembershipsOf(...asked), asked),
    }),
    ...(removing && {
      removeTenant: (...asked) => reach('removeTenant', () => removing.removeTenant(...asked), asked),
    }),
  };
}

function unavailable(operation: Verb, why: string): StoreUnavailable {
  return new StoreUnavailable({ operation, cause: new Error(why) });
}

function aTurn(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
