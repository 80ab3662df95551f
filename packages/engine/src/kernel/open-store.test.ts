import {
  createSallyport,
  type Sallyport,
  type SallyportOptions,
  type Store,
  StoreUnavailable,
} from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { settled, type VirtualTimer, virtualTimer } from './virtual-timer.test-support.ts';

const electing = (): StoreUnavailable =>
  new StoreUnavailable({ operation: 'open', cause: new Error('no primary was elected yet') });

interface Start {
  readonly auth: Sallyport;
  readonly timer: VirtualTimer;
  readonly logged: readonly string[];
  /** How `ready()` ended, once it did. */
  ended(): unknown;
}

async function starts(verbs: Partial<Store>, options: Partial<SallyportOptions<string>> = {}): Promise<Start> {
  const timer = virtualTimer();
  const logged: string[] = [];
  const log = (message: string, details?: object): void => void logged.push(`${message} ${JSON.stringify(details)}`);
  const auth = createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret that is long enough to be one'],
    store: { ...memoryStore(), ...verbs },
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    logger: { warn: log, error: log },
    timer,
    sendMail: () => {},
    policy: { administrators: {} },
    ...options,
  });
  let ended: unknown;
  auth.ready().then(
    () => {
      ended = 'ready';
    },
    (fault: unknown) => {
      ended = fault;
    },
  );
  await settled();
  return { auth, timer, logged, ended: () => ended };
}

/** Fails so many times, then does what it should. */
function after<Asked extends unknown[], Answer>(
  times: number,
  act: (...asked: Asked) => Promise<Answer>,
): (...asked: Asked) => Promise<Answer> {
  let left = times;
  return async (...asked) => {
    if (left > 0) {
      left -= 1;
      throw electing();
    }
    return act(...asked);
  };
}

/** Lets time pass until `ready()` has ended; answers how many seconds it took. */
async function seconds({ timer, ended }: Start, atMost: number): Promise<number> {
  let passed = 0;
  while (ended() === undefined && passed < atMost) {
    await timer.pass(1_000);
    passed += 1;
    // The warm-up hashes on another thread.
    for (let turn = 0; turn < 20 && ended() === undefined; turn += 1) await new Promise((go) => setTimeout(go, 5));
  }
  return passed;
}

describe('a start-up', () => {
  it('X17 waits for a store that does not answer yet, says what it waits for, and goes on', async () => {
    const start = await starts({ open: after(6, async () => {}) });
    expect(start.ended()).toBeUndefined();
    await seconds(start, 60);
    expect(start.ended()).toBe('ready');
    expect(start.logged).toHaveLength(6);
    expect(start.logged[0]).toContain('waiting for the store, for 60 s at most');
    expect(start.logged[0]).toContain('no primary was elected yet');
    await start.auth.close();
  });

  it.each(['readPolicy', 'commit'] as const)('X17 waits as well where %s is what fails', async (verb) => {
    const store = memoryStore();
    const failing = verb === 'commit' ? { commit: after(3, store.commit) } : { readPolicy: after(3, store.readPolicy) };
    const start = await starts({ ...store, ...failing });
    await seconds(start, 60);
    expect(start.ended()).toBe('ready');
    expect(await store.readPolicy(forAdapters(start.auth).tenantOf({ headers: {}, path: '/' }))).toMatchObject({
      version: 1,
    });
    await start.auth.close();
  });

  it('X17 stops waiting at its limit, and throws what the store said last', async () => {
    let asked = 0;
    const open = async (): Promise<void> => {
      asked += 1;
      throw electing();
    };
    const start = await starts({ open }, { openWithin: '20s' });
    const took = await seconds(start, 60);
    expect(start.ended()).toMatchObject({
      code: 'store-unavailable',
      cause: { message: 'no primary was elected yet' },
    });
    expect(took).toBe(20);
    expect(asked).toBeGreaterThan(5);
    const then = asked;
    await start.timer.pass(60_000);
    expect(asked).toBe(then);
  });

  it('X17 stops waiting for a store that never answers at all', async () => {
    const start = await starts({ open: () => new Promise(() => {}) }, { openWithin: '20s' });
    expect(await seconds(start, 60)).toBe(20);
    expect(start.ended()).toMatchObject({ code: 'store-unavailable' });
  });

  it('X17 says so on the console by words alone, without an empty object behind them', async () => {
    const said = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')].map((each) => each.mockReturnValue(undefined));
    onTestFinished(() => void said.map((each) => each.mockRestore()));
    const open = (): Promise<void> => Promise.reject(new StoreUnavailable({ operation: 'open' }));
    await seconds(await starts({ open }, { openWithin: '2s', logger: undefined }), 60);
    const [warned = [], failed = []] = said.map(({ mock }) => mock.calls);
    expect(failed).toEqual([['sallyport: the store could not be opened within 2 s']]);
    expect(warned).toContainEqual([expect.stringContaining('sallyport: waiting for the store, for 2 s at most')]);
  });

  it('X17 waits for nothing that waiting does not mend', async () => {
    const permanent = Object.assign(new Error('this role may not create tables'), { code: 'not-permitted' });
    const start = await starts({ open: () => Promise.reject(permanent) });
    expect(start.ended()).toBe(permanent);
    expect(start.logged).toEqual([]);
  });

  it('is refused where its limit is no length of time', async () => {
    await expect(starts({}, { openWithin: 'a while' as '1s' })).rejects.toMatchObject({ code: 'bad-duration' });
  });
});

describe('the health of a running Sallyport', () => {
  it('X17 is that of its store, and is told within two seconds', async () => {
    let read: Store['readPolicy'] | undefined;
    const memory = memoryStore();
    const { auth, timer } = await starts({ readPolicy: (tenant) => (read ?? memory.readPolicy)(tenant) });
    expect(await auth.health()).toEqual({ status: 'ok' });
    read = () => Promise.reject(electing());
    expect(await auth.health()).toEqual({ status: 'unavailable' });
    read = () => new Promise(() => {});
    const told = auth.health();
    await timer.pass(2_000);
    expect(await told).toEqual({ status: 'unavailable' });
    read = undefined;
    expect(await auth.health()).toEqual({ status: 'ok' });
    await auth.close();
  });
});
