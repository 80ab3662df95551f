import { instant } from '@sallyport/core';
import type { AccountId, Commit, SessionCheck, SessionLoaded, TenantId } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { RecentChecks } from './recent-checks.ts';

const TENANT = 'default' as TenantId;
const ADA = 'ada' as AccountId;
const START = instant(1_000_000);

/** A store with one session of each token, and clocks that a test moves. */
class World {
  clock = 500;
  now = START;
  reads = 0;
  mayReuse = true;
  session: Record<string, unknown> = { tenant: TENANT, expiresAt: START + 1e6, lastSeenAt: START, idle: 1e6 };
  policy: unknown;
  isGone = false;
  meanwhile: () => void = () => undefined;
  readonly checks: RecentChecks;

  constructor(most?: number) {
    const checkSession = async (): Promise<SessionLoaded | undefined> => {
      this.reads += 1;
      this.meanwhile();
      const loaded = { session: this.session, account: { tenant: TENANT, id: ADA } };
      if (this.isGone) return undefined;
      return (this.policy === undefined ? loaded : { ...loaded, policy: this.policy }) as unknown as SessionLoaded;
    };
    const options = { within: 250, clock: () => this.clock, mayReuse: () => this.mayReuse };
    this.checks = new RecentChecks({ checkSession }, most === undefined ? options : { ...options, most });
  }

  check(token = 'token', asked: Partial<SessionCheck> = {}): SessionCheck {
    return { tenant: TENANT, tokenHash: token, now: this.now, knownPolicy: 0, touchAfter: 60_000, ...asked };
  }

  pass(milliseconds: number): void {
    this.clock += milliseconds;
    this.now = instant(this.now + milliseconds);
  }

  isKept(token?: string, asked?: Partial<SessionCheck>): boolean {
    return this.checks.recent(this.check(token, asked)) !== undefined;
  }

  anew(token?: string): Promise<SessionLoaded | undefined> {
    return this.checks.anew(this.check(token));
  }
}

const change = (members: object): Commit => ({ tenant: TENANT, now: START, guards: {}, events: [], ...members });

describe('X11 a session check of a moment ago', () => {
  it('admits for less than its time from the moment the read began', async () => {
    const world = new World();
    world.meanwhile = () => world.pass(100);
    await world.anew();
    expect(world.isKept()).toBe(true);
    world.pass(149);
    expect(world.isKept()).toBe(true);
    world.pass(1);
    expect(world.isKept()).toBe(false);
  });

  it.each([
    ['the monotonic clock', 'clock', 250],
    ['the engine’s clock', 'now', 250],
    ['the engine’s clock, which went back', 'now', -1],
    ['the engine’s clock, which jumped an hour', 'now', 3_600_000],
  ] as const)('is over by %s alone', async (_, clock, step) => {
    const world = new World();
    await world.anew();
    if (clock === 'clock') world.clock += step;
    else world.now = instant(world.now + step);
    expect(world.isKept()).toBe(false);
  });

  it('is of one tenant, and of no session whose time is over', async () => {
    const world = new World();
    world.session = { ...world.session, expiresAt: START + 100, idle: 50 };
    await world.anew();
    expect(world.isKept('token', { tenant: 'other' as TenantId })).toBe(false);
    expect(world.isKept('another token')).toBe(false);
    world.pass(50);
    expect(world.isKept()).toBe(true);
    world.pass(1);
    expect(world.isKept()).toBe(false);
    world.session = { ...world.session, idle: 1e6 };
    await world.anew();
    world.pass(49);
    expect(world.isKept()).toBe(false);
  });

  it('does not stand in for a check that moves the last use', async () => {
    const world = new World();
    await world.anew();
    world.pass(10);
    expect(world.isKept('token', { touchAfter: 10 })).toBe(true);
    expect(world.isKept('token', { touchAfter: 9 })).toBe(false);
  });

  it.each([
    ['an account', { account: { id: ADA } }],
    ['a deletion', { deleteAccount: { id: ADA } }],
    ['a new session', { newSession: { session: { accountId: ADA } } }],
    ['a raised session', { session: { accountId: ADA } }],
    ['ended sessions', { endSessions: { accountId: ADA } }],
    ['a policy', { policy: { version: 2 } }],
  ])('is over when its own process changed %s', async (_, members) => {
    const world = new World();
    await world.anew();
    world.checks.note(change({ account: { id: 'bea' } }));
    expect(world.isKept()).toBe(true);
    world.checks.note(change(members));
    expect(world.isKept()).toBe(false);
    await world.anew();
    expect(world.isKept()).toBe(true);
  });

  it('whose read began before a change of its own process never admits', async () => {
    const world = new World();
    world.meanwhile = () => world.checks.note(change({ account: { id: ADA } }));
    await world.anew();
    expect(world.isKept()).toBe(false);
  });

  it('forgets no change before the checks from before it are over', async () => {
    const world = new World();
    for (let step = 0; step < 50; step++) {
      await world.anew();
      world.checks.note(change({ account: { id: ADA } }));
      for (let pass = 0; pass < 30; pass++) {
        world.pass(10);
        world.checks.note(change({ account: { id: `other ${step} ${pass}` } }));
        expect(world.isKept()).toBe(false);
      }
    }
  });

  it('is not kept if there is no session, or if the answer has a newer policy', async () => {
    const world = new World();
    await world.anew();
    world.isGone = true;
    await world.anew();
    expect(world.isKept()).toBe(false);
    world.isGone = false;
    world.policy = { version: 2 };
    await world.anew();
    expect(world.isKept()).toBe(false);
    world.policy = undefined;
    await world.anew();
    expect(world.isKept()).toBe(true);
  });

  it('is not used while another process may not know of it', async () => {
    const world = new World();
    await world.anew();
    world.mayReuse = false;
    expect(world.isKept()).toBe(false);
  });

  it('is one of twice the greatest number at most', async () => {
    const world = new World(3);
    for (let token = 0; token < 10; token++) await world.anew(`token ${token}`);
    const kept = Array.from({ length: 10 }, (_, token) => world.isKept(`token ${token}`));
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(6);
    expect(kept.slice(-3)).toEqual([true, true, true]);
  });
});
