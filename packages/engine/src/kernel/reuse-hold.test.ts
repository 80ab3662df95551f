import { type Instant, instant } from '@sallyport/core';
import { StoreUnavailable } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { LongestReuse } from './longest-reuse.ts';
import { ReuseHold } from './reuse-hold.ts';

const START = instant(Date.UTC(2031, 2, 3, 9));
const [MINUTE, HOUR] = [60_000, 3_600_000];

class World {
  clock = 7_000;
  now = START;
  held: { readonly milliseconds: number; readonly until: Instant }[] = [];
  asked = 0;
  longest = 0;
  isDown = false;
  readonly hold: ReuseHold;
  readonly known: LongestReuse;

  constructor() {
    const clocks = { clock: () => this.clock, now: () => this.now };
    const answer = (): void => {
      if (this.isDown) throw new StoreUnavailable();
    };
    const store = {
      holdReuse: async (milliseconds: number, until: Instant): Promise<void> => {
        answer();
        this.held.push({ milliseconds, until });
      },
      longestReuse: async (): Promise<number> => {
        this.asked += 1;
        answer();
        return this.longest;
      },
    };
    this.hold = new ReuseHold(store, 250, clocks);
    this.known = new LongestReuse(store, clocks);
  }

  pass(milliseconds: number): void {
    this.clock += milliseconds;
    this.now = instant(this.now + milliseconds);
  }
}

describe('X11 the hold of a process that reuses session checks', () => {
  it('is for a day, and the process begins when it is a minute old', async () => {
    const world = new World();
    expect(world.hold.isKnown()).toBe(false);
    await world.hold.renew();
    expect(world.held).toEqual([{ milliseconds: 250, until: START + 24 * HOUR }]);
    world.pass(MINUTE - 1);
    expect(world.hold.isKnown()).toBe(false);
    world.pass(1);
    expect(world.hold.isKnown()).toBe(true);
  });

  it('is renewed once an hour', async () => {
    const world = new World();
    for (let quarter = 0; quarter < 8; quarter++) {
      await world.hold.renew();
      world.pass(HOUR / 4);
    }
    expect(world.held.map(({ until }) => until - START)).toEqual([24 * HOUR, 25 * HOUR]);
    expect(world.hold.isKnown()).toBe(true);
  });

  it('that cannot be renewed ends the reuse after half a day, and a new one takes a minute again', async () => {
    const world = new World();
    await world.hold.renew();
    world.pass(HOUR);
    world.isDown = true;
    await expect(world.hold.renew()).rejects.toThrow(StoreUnavailable);
    world.pass(11 * HOUR - 1);
    expect(world.hold.isKnown()).toBe(true);
    world.pass(1);
    expect(world.hold.isKnown()).toBe(false);
    world.isDown = false;
    await world.hold.renew();
    expect(world.hold.isKnown()).toBe(false);
    world.pass(MINUTE);
    expect(world.hold.isKnown()).toBe(true);
  });

  it('is over in a machine that slept for a day, whose monotonic clock stood still', async () => {
    const world = new World();
    await world.hold.renew();
    world.pass(MINUTE);
    world.now = instant(world.now + 24 * HOUR);
    expect(world.hold.isKnown()).toBe(false);
  });

  it('is made anew if the engine’s clock goes back', async () => {
    const world = new World();
    await world.hold.renew();
    world.pass(MINUTE);
    world.now = instant(START - HOUR);
    expect(world.hold.isKnown()).toBe(false);
    await world.hold.renew();
    world.pass(MINUTE);
    expect(world.hold.isKnown()).toBe(true);
    expect(world.held).toHaveLength(2);
  });
});

describe('X11 how long other processes reuse session checks', () => {
  it('is read again after half a minute', async () => {
    const world = new World();
    expect(await world.known.known()).toBe(0);
    world.longest = 1_000;
    world.pass(29_999);
    expect(await world.known.known()).toBe(0);
    world.pass(1);
    expect(await world.known.known()).toBe(1_000);
    expect(world.asked).toBe(2);
  });

  it.each([-1, 30_000])('is read again if the engine’s clock alone moved by %i ms', async (step) => {
    const world = new World();
    await world.known.learn();
    world.longest = 250;
    world.now = instant(world.now + step);
    expect(await world.known.known()).toBe(250);
  });

  it('is the longest that the option allows while the store does not answer', async () => {
    const world = new World();
    world.isDown = true;
    expect(await world.known.known()).toBe(1_000);
    await expect(world.known.learn()).rejects.toThrow(StoreUnavailable);
  });

  it('is the answer to the question that was asked last, whichever comes last', async () => {
    const answers: ((longest: number) => void)[] = [];
    const store = { longestReuse: () => new Promise<number>((resolve) => answers.push(resolve)) };
    let clock = 0;
    const known = new LongestReuse(store, { clock: () => clock, now: () => START });
    const first = known.learn();
    clock = 1;
    const second = known.learn();
    answers[1]?.(250);
    await second;
    answers[0]?.(0);
    await first;
    expect(await known.known()).toBe(250);
  });

  it('is nothing with a store that knows no reuse', async () => {
    const known = new LongestReuse({}, { clock: () => 0, now: () => START });
    expect(await known.known()).toBe(0);
  });
});
