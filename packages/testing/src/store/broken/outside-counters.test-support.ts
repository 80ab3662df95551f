import {
  type Attempt,
  type AttemptCounter,
  type Instant,
  type LockoutLimits,
  type Milliseconds,
  milliseconds,
  type Reservation,
} from '@sallyport/core';
import {
  clearAttempts,
  giveBackAttempt,
  hasOwnBudget,
  judgeAttempt,
  NO_ATTEMPTS,
  type ProvedAtDevice,
  quietAt,
  reserveAttempt,
} from '@sallyport/core/lockout';
import type {
  AttemptAnswer,
  AttemptAsked,
  BeginStep,
  Commit,
  CounterView,
  StepLoaded,
  Store,
  TenantId,
} from '@sallyport/engine';
import { planCommit } from '@sallyport/store/plan';
import { accountId, DAY } from '../sample-records.ts';
import type { BrokenStores } from './broken-store.test-support.ts';

/** The parts of counting in a store. A test can replace each part by a wrong part. */
export interface Counting {
  readonly reserve: (counter: AttemptCounter, limits: LockoutLimits, now: Instant) => Attempt;
  /** Runs between the read and the write of a counter. */
  readonly between: (() => Promise<void>) | undefined;
  /** Runs between the read and the write when a guess is given back. */
  readonly betweenGiving: (() => Promise<void>) | undefined;
  readonly giveBack: (counter: AttemptCounter, reservation: Reservation) => AttemptCounter;
  readonly judge: typeof judgeAttempt;
  readonly clear: (counter: AttemptCounter, by: 'stranger' | 'known-device') => AttemptCounter;
  readonly isMail: (authenticator: string) => boolean;
  /** Whether a sweep removes the counter of an unknown identifier as soon as the counter is quiet. */
  readonly isSwept: (authenticator: string) => boolean;
  readonly isAsked: (attempt: AttemptAsked, loaded: StepLoaded) => boolean;
  readonly subject: (step: BeginStep, loaded: StepLoaded) => string | undefined;
  readonly device: (step: BeginStep, loaded: StepLoaded, known: ProvedAtDevice) => string | undefined;
  readonly keepsRefused: boolean;
}

const sound: Counting = {
  reserve: reserveAttempt,
  between: undefined,
  betweenGiving: undefined,
  giveBack: giveBackAttempt,
  judge: judgeAttempt,
  clear: clearAttempts,
  isMail: (authenticator) => authenticator.startsWith('mail:'),
  isSwept: (authenticator) => authenticator.startsWith('mail:'),
  isAsked: ({ onlyIfAccepted }, { flow }) =>
    onlyIfAccepted === undefined || onlyIfAccepted.some((name) => flow?.accepts.includes(name)),
  subject: (step, { flow, account }) =>
    flow?.accountId ?? account?.id ?? flow?.subject ?? step.attempt?.subjectIfUnknown,
  device: ({ attempt }, { knownDevice }, known) =>
    attempt?.perDevice && hasOwnBudget(known, attempt.authenticator) ? knownDevice : undefined,
  keepsRefused: false,
};

/** A store that keeps its counters outside another store, correctly by default. */
export function countingOutside(inner: Store, wrong: Partial<Counting> = {}): Store {
  const counting = { ...sound, ...wrong };
  const tenants = new Map<TenantId, Map<string, CounterView>>();
  const windows = new Map<string, Milliseconds>();
  const of = (tenant: TenantId): Map<string, CounterView> => {
    const views = tenants.get(tenant) ?? new Map<string, CounterView>();
    tenants.set(tenant, views);
    return views;
  };
  const put = (tenant: TenantId, view: CounterView): void => {
    const holds = view.counter.recent > 0 || view.counter.total > 0;
    if (holds) of(tenant).set(keyOf(view), view);
    else of(tenant).delete(keyOf(view));
  };

  const count = async (step: BeginStep, loaded: StepLoaded): Promise<AttemptAnswer> => {
    const { attempt, tenant, now } = step;
    const subject = counting.subject(step, loaded);
    if (attempt === undefined || subject === undefined || !counting.isAsked(attempt, loaded)) {
      return { outcome: 'not-counted' };
    }
    const devices = loaded.account === undefined ? [] : await inner.listDevices(tenant, loaded.account.id);
    const known = devices.find(({ tokenHash }) => tokenHash === loaded.knownDevice) ?? { proved: [] };
    const device = counting.device(step, loaded, known);
    const place = { subject, authenticator: attempt.authenticator, ...(device === undefined ? {} : { device }) };
    const before = of(tenant).get(keyOf(place))?.counter ?? NO_ATTEMPTS;
    const reserved = counting.reserve(before, attempt.limits, now);
    if (counting.between) await counting.between();
    if (!reserved.admitted) {
      if (counting.keepsRefused) put(tenant, { ...place, counter: { ...before, total: before.total + 1 } });
      return reserved.waits ? { outcome: 'waits' } : { outcome: 'locked', until: reserved.until };
    }
    put(tenant, { ...place, counter: reserved.counter });
    windows.set(keyOf(place), attempt.limits.window);
    return { outcome: 'counted', ref: { ...place, reservation: reserved.reservation } };
  };

  const judge = async ({ tenant, now, judged }: Commit): Promise<{ locked?: true }> => {
    const view = judged && of(tenant).get(keyOf(judged.attempt));
    if (view === undefined || judged === undefined) return {};
    const { counter, locks } = counting.judge(view.counter, judged.attempt.reservation, judged, now);
    put(tenant, { ...view, counter });
    if (!locks) return {};
    const { ifLocked } = judged;
    if (ifLocked) await inner.commit({ tenant, now, guards: {}, events: [ifLocked] });
    return { locked: true };
  };

  const clear = (tenant: TenantId, asked: NonNullable<Commit['clearCounters']>): void => {
    for (const view of [...of(tenant).values()]) {
      if (view.subject !== asked.subject || counting.isMail(view.authenticator)) continue;
      const rebinds =
        asked.by === 'rebinding' ? asked.authenticators : asked.by === 'administrator' ? undefined : asked.rebinds;
      if (rebinds?.includes(view.authenticator) === true) {
        put(tenant, { ...view, counter: NO_ATTEMPTS });
        continue;
      }
      if (asked.by === 'rebinding') continue;
      if (asked.by !== 'administrator' && asked.authenticators?.includes(view.authenticator) === false) continue;
      if (asked.by === 'administrator' || (view.device !== undefined && view.device === asked.device)) {
        put(tenant, { ...view, counter: NO_ATTEMPTS });
      } else if (view.device === undefined) put(tenant, { ...view, counter: counting.clear(view.counter, asked.by) });
    }
  };

  return {
    ...inner,
    beginStep: async (step) => {
      const { attempt: _, ...rest } = step;
      const loaded = await inner.beginStep(rest);
      const version = (await inner.readPolicy(step.tenant))?.version ?? 0;
      if (version !== step.knownPolicy) return loaded;
      const { history } = loaded;
      const counters = [...of(step.tenant).values()].filter(
        ({ subject, counter }) => subject === history?.accountId && counter.total + counter.recent > 0,
      );
      return {
        ...loaded,
        ...(history && { history: { ...history, counters } }),
        attempt: await count(step, loaded),
      };
    },
    commit: async ({ giveBack, judged, clearCounters, ...change }) => {
      planCommit({ ...change, giveBack, judged, clearCounters }); // throws if the commit is malformed
      const written = await inner.commit(change);
      const result = { ...written, ...(await judge({ ...change, judged })) };
      const view = giveBack && of(change.tenant).get(keyOf(giveBack));
      if (counting.betweenGiving) await counting.betweenGiving();
      if (view && giveBack) {
        put(change.tenant, { ...view, counter: counting.giveBack(view.counter, giveBack.reservation) });
      }
      if (result.outcome !== 'committed') return result;
      if (clearCounters) clear(change.tenant, clearCounters);
      const owner = change.device?.accountId ?? change.forgetDevices?.accountId;
      const known = owner && (await inner.listDevices(change.tenant, owner)).map(({ tokenHash }) => tokenHash);
      for (const [key, { subject, device }] of of(change.tenant)) {
        const isForgotten = subject === owner && device !== undefined && known?.includes(device) === false;
        if (isForgotten || subject === change.deleteAccount?.id) of(change.tenant).delete(key);
      }
      return result;
    },
    listCounters: async (tenant, subjects) =>
      [...of(tenant).values()].filter(({ subject }) => subjects?.includes(subject) ?? true),
    sweep: async (now, retention) => {
      let removed = await inner.sweep(now, retention);
      for (const [tenant, views] of tenants) {
        for (const [key, { subject, authenticator, counter }] of views) {
          const quiet = quietAt(counter, windows.get(key) ?? milliseconds(0));
          if (quiet + (counting.isSwept(authenticator) ? 0 : 365 * DAY) > now) continue;
          if ((await inner.readAccount(tenant, accountId(subject))) !== undefined) continue;
          if (views.delete(key)) removed += 1;
        }
      }
      return removed;
    },
    removeTenant: async (tenant, limit) => {
      const removed = (await inner.removeTenant?.(tenant, limit)) ?? 0;
      if ((await inner.readPolicy(tenant))?.removed === undefined) return removed;
      const { size } = of(tenant);
      tenants.delete(tenant);
      return removed + size;
    },
  };
}

function keyOf({ subject, authenticator, device }: Omit<CounterView, 'counter'>): string {
  return JSON.stringify([subject, authenticator, device ?? null]);
}

/** A store with these faults in its counters, and the promise that notices them. */
export function counting(caughtBy: string, wrong: Partial<Counting>): BrokenStores[string] {
  return { caughtBy, over: (sound) => countingOutside(sound, wrong) };
}
