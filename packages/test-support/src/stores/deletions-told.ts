import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type AccountId,
  type AfterDeletion,
  createSallyport,
  type DeletedAccount,
  hostCode,
  isRefusal,
  type LiveSession,
  type Refusal,
  type Sallyport,
  type SallyportOptions,
  type Store,
  StoreUnavailable,
  tenantId,
} from '@sallyport/engine';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** A store that several processes share. */
export interface SharedStore {
  readonly store: Store;
  close(): Promise<void>;
}

const TENANT = tenantId('default');
const PASSWORD = 'correct horse battery staple';
const AT_ONCE = 20;
const LEASE = 30_000;

let now = Date.UTC(2031, 2, 3, 9, 0, 0);

interface Process {
  readonly auth: Sallyport;
  readonly told: DeletedAccount[];
}

/** A process of the host. `afterDeletion` runs before the deletion is recorded in `told`. */
function processOn(
  store: Store,
  afterDeletion: AfterDeletion = () => {},
  options: Partial<SallyportOptions> = {},
): Process {
  const told: DeletedAccount[] = [];
  const auth = createSallyport({
    origin: 'https://app.example',
    secrets: ['a secret that is long enough to be one'],
    store,
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    policy: { requiredStrength: 'single', administrators: {} },
    policySource: 'store',
    clock: () => now,
    logger: { warn: () => {}, error: () => {} },
    async afterDeletion(deleted) {
      await afterDeletion(deleted);
      told.push(deleted);
    },
    ...options,
  });
  return { auth, told };
}

/** The store of a process that ends as soon as a call was answered for which `ending` returns `true`. */
function untilEnd(store: Store, ending: (name: keyof Store, asked: unknown) => boolean): Store {
  let isOver = false;
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const call = target[name];
      if (call === undefined) return undefined;
      return async (...asked: readonly unknown[]) => {
        if (isOver) throw new StoreUnavailable({ operation: name });
        const answer: unknown = await Reflect.apply(call, target, asked);
        // A call that began before the end can be answered after it.
        isOver ||= ending(name, asked[0]);
        return answer;
      };
    },
  });
}

/** The store of a process that ends as soon as it deleted an account. */
function untilDeletion(store: Store): Store {
  return untilEnd(
    store,
    (name, asked) => name === 'commit' && Reflect.get(Object(asked), 'deleteAccount') !== undefined,
  );
}

function accepted<Answer extends object>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

let people = 0;

async function someone({ auth }: Process, given: { readonly tenant?: string; readonly externalId?: string } = {}) {
  people += 1;
  const identifier = `leaver-${people}`;
  const made = await auth.people.create({ identifier, password: PASSWORD, ...given, by: hostCode('host') });
  return { identifier, accountId: accepted(made).accountId as AccountId };
}

async function sessionOf({ auth }: Process, identifier: string): Promise<LiveSession> {
  const caller = { tenant: TENANT, mode: 'token' } as const;
  const { keep } = accepted(await auth.signIn.begin(caller, { identifier, password: PASSWORD }));
  const sessionToken = keep.session?.token;
  if (sessionToken === undefined) throw new Error('no session');
  return accepted(await auth.sessions.guard({ ...caller, sessionToken }, { needs: 'session' }));
}

const deletes = ({ auth }: Process, accountId: AccountId): Promise<Refusal | undefined> =>
  auth.people.delete({ accountId }, { by: hostCode('host') });

const idsOf = (...processes: readonly Process[]): string[] =>
  processes.flatMap(({ told }) => told.map(({ accountId }) => accountId)).toSorted();

/** Tells a host of deletions by a real database: beside faults, ends of processes, and other processes. */
export function deletionsTold(open: () => Promise<SharedStore>): void {
  let store: Store;
  let close: () => Promise<void>;
  const waiting = async (): Promise<number> =>
    (await store.eventsToNotify(100)).filter(({ type }) => type === 'account.deletion-announced').length;

  beforeAll(async () => {
    ({ store, close } = await open());
    await store.open();
  });
  afterAll(() => close?.());

  it('X21 a deletion that could not be written is not told, and the account stays', async () => {
    let asked = 0;
    let isDown = true;
    const failing = new Proxy(store, {
      get(target, name: keyof Store) {
        if (name !== 'commit') return target[name]?.bind(target);
        const commit: Store['commit'] = async (change) => {
          if (isDown && change.deleteAccount !== undefined) throw new StoreUnavailable({ operation: 'commit' });
          return target.commit(change);
        };
        return commit;
      },
    });
    const process = processOn(failing, undefined, {
      beforeDeletion: () => {
        asked += 1;
        return 'delete';
      },
    });
    const { identifier, accountId } = await someone(process);
    const me = process.auth.me(await sessionOf(process, identifier));
    await expect(me.remove()).rejects.toThrow(StoreUnavailable);
    await process.auth.runBackgroundWork();
    expect([asked, process.told, await waiting()]).toEqual([1, [], 0]);
    expect(await process.auth.people.find({ accountId })).toMatchObject({ accountId });
    isDown = false;
    expect(await me.remove()).toBeUndefined();
    await process.auth.runBackgroundWork();
    expect([asked, idsOf(process), await waiting()]).toEqual([2, [accountId], 0]);
  });

  it('X21 another process tells the deletion of a process that ended after the commit', async () => {
    const ended = processOn(untilDeletion(store));
    const { accountId } = await someone(ended, { externalId: 'user-7' });
    expect(await deletes(ended, accountId)).toBeUndefined();
    await ended.auth.runBackgroundWork();
    await processOn(store, undefined, { afterDeletion: undefined }).auth.runBackgroundWork();
    expect([ended.told, await waiting()]).toEqual([[], 1]);
    const at = now;
    now += 1;
    const next = processOn(store);
    await next.auth.runBackgroundWork();
    expect(next.told).toEqual([{ id: expect.any(String), tenant: TENANT, accountId, externalId: 'user-7', at }]);
    await next.auth.runBackgroundWork();
    expect([next.told.length, await waiting()]).toEqual([1, 0]);
  });

  it('X21 a deletion whose end was not written is told again, under the same id, after the lease', async () => {
    const ended = processOn(
      untilEnd(store, (name, asked) => name === 'commit' && JSON.stringify(asked).includes('"deletion:')),
    );
    const { accountId } = await someone(ended);
    await deletes(ended, accountId);
    await ended.auth.runBackgroundWork();
    const next = processOn(store);
    await next.auth.runBackgroundWork();
    expect([idsOf(ended), next.told, await waiting()]).toEqual([[accountId], [], 1]);
    now += LEASE;
    await next.auth.runBackgroundWork();
    expect(next.told).toEqual(ended.told);
    expect(await waiting()).toBe(0);
  });

  it('X21 a host that fails twice is told a third time', async () => {
    let calls = 0;
    const process = processOn(store, () => {
      calls += 1;
      if (calls < 3) throw new Error('the table of orders is locked');
    });
    const { accountId } = await someone(process);
    await deletes(process, accountId);
    for (const expected of [1, 2, 3]) {
      await process.auth.runBackgroundWork();
      await process.auth.runBackgroundWork();
      expect(calls).toBe(expected);
      now += LEASE;
    }
    await process.auth.runBackgroundWork();
    expect([calls, idsOf(process), await waiting()]).toEqual([3, [accountId], 0]);
  });

  it('X21 while one process tells, no other process does', async () => {
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let calls = 0;
    const slow = processOn(store, () => {
      calls += 1;
      return answered;
    });
    const other = processOn(store);
    const { accountId } = await someone(slow);
    await deletes(slow, accountId);
    const work = slow.auth.runBackgroundWork();
    while (calls === 0) await nextTurn();
    await other.auth.runBackgroundWork();
    expect([other.told, await waiting()]).toEqual([[], 1]);
    answer();
    await work;
    now += LEASE;
    await other.auth.runBackgroundWork();
    expect([idsOf(slow), other.told, await waiting()]).toEqual([[accountId], [], 0]);
  });

  it(`X21 of ${AT_ONCE} deletions at once in two processes, each is told once`, async () => {
    const processes = [processOn(store, () => nextTurn()), processOn(store, () => nextTurn())] as const;
    const leavers = await Promise.all(Array.from({ length: AT_ONCE }, () => someone(processes[0])));
    await Promise.all(leavers.map(({ accountId }, turn) => deletes(processes[turn % 2 === 0 ? 0 : 1], accountId)));
    await Promise.all(processes.map(({ auth }) => auth.runBackgroundWork()));
    now += LEASE;
    await Promise.all(processes.map(({ auth }) => auth.runBackgroundWork()));
    expect(idsOf(...processes)).toEqual(leavers.map(({ accountId }) => accountId).toSorted());
    expect(new Set(processes.flatMap(({ told }) => told.map(({ id }) => id))).size).toBe(AT_ONCE);
    expect(await waiting()).toBe(0);
  });

  it('X21 a deletion is told in its tenant, by a process that knows the tenant', async () => {
    const inTenant = (name: string, on = store): Process =>
      processOn(on, undefined, { tenant: () => name, tenants: { [name]: {} } });
    const [ended, north, south] = [inTenant('north', untilDeletion(store)), inTenant('north'), inTenant('south')];
    const host = { by: hostCode('host') };
    const { accountId } = await someone(north, { tenant: 'north', externalId: 'user-42' });
    await someone(south, { tenant: 'south', externalId: 'user-42' });
    expect(await ended.auth.people.delete({ tenant: 'north', externalId: 'user-42' }, host)).toBeUndefined();
    await south.auth.runBackgroundWork();
    expect([south.told, await waiting()]).toEqual([[], 1]);
    await north.auth.runBackgroundWork();
    expect(north.told).toMatchObject([{ tenant: 'north', accountId, externalId: 'user-42' }]);
    expect(await south.auth.people.find({ tenant: 'south', externalId: 'user-42' })).toBeDefined();
    expect(await waiting()).toBe(0);
  });
}
