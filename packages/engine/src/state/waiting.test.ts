import type { BeginStep } from '@sallyport/store';
import { StoreUnavailable } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import {
  type Bench,
  bench,
  byPassword,
  client,
  DORA,
  later,
  NOW,
  opensWith,
  reservationAt,
  TENANT,
} from '../sign-in/step.test-support.ts';
import { takeStep } from '../sign-in/take-step.ts';

/** A timer that a test moves by hand: what waits, and for how long. */
class HeldTimer {
  readonly waits: { readonly milliseconds: number; readonly run: () => void }[] = [];

  after(milliseconds: number, run: () => void): () => void {
    this.waits.push({ milliseconds, run });
    return () => {};
  }

  /** Lets the next one go. Answers how long it was to wait. */
  async next(): Promise<number> {
    await expect.poll(() => this.waits.length).toBeGreaterThan(0);
    const wait = this.waits.shift();
    wait?.run();
    return wait?.milliseconds ?? 0;
  }
}

const LIMIT = { maxFailures: 3, hardLimit: 50 };
const right = () => opensWith(byPassword());
const wrong = () => opensWith(byPassword(), {}, { verify: async () => undefined });

interface Held {
  readonly world: Bench;
  readonly timer: HeldTimer;
  /** So many guesses that are counted, and whose processes say nothing more. */
  opens(times: number): Promise<void>;
}

async function held(chance = 0): Promise<Held> {
  const timer = new HeldTimer();
  let made = 0;
  // Pauses take the first bytes. An id has sixteen bytes or more, and no id comes twice.
  const random = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length).fill(chance);
    if (length >= 16) bytes[length - 1] = made++;
    return bytes;
  };
  const world = await bench({ policy: { lockout: LIMIT }, kernel: { timer, random } });
  const { kernel, store } = world;
  const attempt: BeginStep['attempt'] = {
    ...{ authenticator: 'password', limits: kernel.policies.known(TENANT).policy.lockout, perDevice: true },
  };
  return {
    world,
    timer,
    async opens(times) {
      const step: BeginStep = {
        ...{ tenant: TENANT, now: world.now, knownPolicy: 0, account: { kind: 'id', value: DORA }, attempt },
      };
      for (let time = 0; time < times; time++) {
        expect((await store.beginStep(step)).attempt.outcome).toBe('counted');
      }
    },
  };
}

async function giveBack({ store }: Bench): Promise<void> {
  const ref = { subject: DORA, authenticator: 'password', reservation: reservationAt(NOW) };
  await store.commit({ tenant: TENANT, now: NOW, guards: {}, giveBack: ref, events: [] });
}

describe('X5 a guess while the budget is full of guesses that nobody has judged yet', () => {
  it('waits, and is judged once one of them is given back', async () => {
    const { world, timer, opens } = await held();
    await opens(3);
    const reply = takeStep(world.kernel, client(), right());
    for (const length of [20, 40, 80]) expect(await timer.next()).toBe(length);
    await expect.poll(() => timer.waits.length).toBe(1);
    await giveBack(world);
    await timer.next();
    expect(await reply).toMatchObject({ answer: { status: 'continue' } });
    expect(timer.waits).toEqual([]);
  });

  it('is locked as soon as all of them are failures', async () => {
    const { world, timer, opens } = await held();
    await opens(2);
    expect(await takeStep(world.kernel, client(), wrong())).toEqual({ refused: 'invalid-credentials' });
    const reply = takeStep(world.kernel, client(), right());
    await timer.next();
    await expect.poll(() => timer.waits.length).toBe(1);
    world.now = later(30_000);
    await timer.next();
    expect(await reply).toEqual({ refused: 'locked', until: later(15 * 60_000) });
  });

  it('is locked and does not wait once all are judged, though the clock of one was behind the others', async () => {
    const { world, timer } = await held();
    let judge = (): void => {};
    const judged = new Promise<void>((resolve) => {
      judge = resolve;
    });
    const verify = async (): Promise<undefined> => void (await judged);
    const others: ReturnType<typeof takeStep>[] = [];
    // The first guess has read the clock, and the others are counted before it, half a minute later.
    world.beforeTheNext('beginStep', async () => {
      world.now = later(30_000);
      for (let guess = 1; guess <= 2; guess++) {
        others.push(takeStep(world.kernel, client(), opensWith(byPassword(), {}, { verify })));
        await expect.poll(() => world.store.listCounters(TENANT)).toMatchObject([{ counter: { total: guess } }]);
      }
    });
    const behind = await takeStep(world.kernel, client(), wrong());
    judge();
    expect([behind, ...(await Promise.all(others))]).toEqual(new Array(3).fill({ refused: 'invalid-credentials' }));
    expect(await takeStep(world.kernel, client(), right())).toEqual({ refused: 'locked', until: later(15 * 60_000) });
    expect(timer.waits).toEqual([]);
  });

  it.each([
    ['the longest pauses there are', 0, 10_000],
    ['pauses that chance makes half as long', 255, 10_000],
  ])('is busy after ten seconds at most, by %s, and nothing is counted', async (_, chance, most) => {
    const { world, timer, opens } = await held(chance);
    await opens(3);
    let over = false;
    const reply = takeStep(world.kernel, client(), right()).finally(() => {
      over = true;
    });
    const refused = expect(reply).rejects.toMatchObject({ code: 'busy' });
    let waited = 0;
    while (!over) {
      if (timer.waits.length > 0) waited += await timer.next();
      await new Promise((turn) => setImmediate(turn));
    }
    await refused;
    expect(waited).toBeLessThanOrEqual(most);
    expect(waited).toBeGreaterThan(8_000);
    expect(await world.store.listCounters(TENANT)).toMatchObject([
      { counter: { recent: 3, total: 3, open: new Array(3).fill(later(30_000)) } },
    ]);
  });

  it('is busy where a slow store took the time that it could wait', async () => {
    const { world, timer, opens } = await held();
    await opens(3);
    const reply = takeStep(world.kernel, client(), right());
    const refused = expect(reply).rejects.toMatchObject({ code: 'busy' });
    await timer.next();
    await expect.poll(() => timer.waits.length).toBe(1);
    world.now = later(10_000);
    await timer.next();
    await refused;
  });

  it('X6 waits as long at an identifier that nobody has', async () => {
    const { world, timer } = await held();
    const unknown = { account: { kind: 'identifier', value: 'nobody@example.org' } } as const;
    const guess = { authenticator: 'password', subjectIfUnknown: 'unknown:x' };
    const limits = world.kernel.policies.known(TENANT).policy.lockout;
    const attempt = { ...guess, limits, perDevice: true };
    for (let time = 0; time < 3; time++) {
      await world.store.beginStep({ tenant: TENANT, now: NOW, knownPolicy: 0, ...unknown, attempt });
    }
    const reply = takeStep(world.kernel, client(), opensWith(byPassword(), {}, { ...unknown, guess }));
    for (const length of [20, 40, 80]) expect(await timer.next()).toBe(length);
    await expect.poll(() => timer.waits.length).toBe(1);
    world.now = later(30_000);
    await timer.next();
    expect(await reply).toEqual({ refused: 'locked', until: later(15 * 60_000) });
  });
});

describe('X4 a failure', () => {
  it('is open no more in the commit that writes it: no further call of the store', async () => {
    const { world } = await held();
    await takeStep(world.kernel, client(), wrong());
    expect([world.steps.length, world.commits.length]).toEqual([1, 1]);
    expect(await world.store.listCounters(TENANT)).toMatchObject([{ counter: { recent: 1, open: [] } }]);
  });

  it('whose commit the store did not answer is one all the same, half a minute later', async () => {
    const { world, timer } = await held();
    for (let time = 0; time < 3; time++) {
      world.beforeTheNext('commit', () => {
        throw new StoreUnavailable({ operation: 'commit', cause: new Error('gone') });
      });
      await expect(takeStep(world.kernel, client(), wrong())).rejects.toMatchObject({ code: 'store-unavailable' });
    }
    const reply = takeStep(world.kernel, client(), right());
    await expect.poll(() => timer.waits.length).toBe(1);
    world.now = later(30_000);
    await timer.next();
    expect(await reply).toMatchObject({ refused: 'locked' });
  });
});
