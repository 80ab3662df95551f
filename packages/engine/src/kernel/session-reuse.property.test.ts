import { type Instant, instant, milliseconds } from '@sallyport/core';
import type { Commit, SessionCheck, SessionLoaded, Store } from '@sallyport/store';
import { inCi } from '@sallyport/test-support/how-much';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SessionReuse, sessionReuse } from './session-reuse.ts';

const WITHIN = 100;

type Broken =
  | 'no'
  | 'forgets its own changes'
  | 'reuses for longer than it says'
  | 'does not wait'
  | 'reuses before all know it'
  | 'never asks again who reuses';
type Kind = 'check' | 'takes' | 'gives' | 'refresh' | 'turn' | 'pause' | 'long pause';
interface Act {
  readonly kind: Kind;
  readonly by: number;
}

const CHECK = { tenant: 'default', tokenHash: 'token', knownPolicy: 0, touchAfter: 1e12 };
const TAKES = {
  tenant: 'default',
  guards: {},
  endSessions: { accountId: 'ada', only: 'other' },
  events: [],
} as unknown as Commit;
/** A session that is raised by a step-up. */
const GIVES = { tenant: 'default', guards: {}, session: { accountId: 'ada' }, events: [] } as unknown as Commit;

interface Process {
  readonly reuse: SessionReuse;
  readonly change: (change: Commit) => Promise<number>;
}

/** One session in a store of three processes. `version` counts the changes of its account. The clock moves by ten with every turn. */
class World {
  readonly #delays: readonly number[];
  readonly #broken: Broken;
  readonly #due = new Set<{ readonly at: number; readonly run: () => void }>();
  readonly #holds = new Map<number, Instant>();
  #version = 0;
  #calls = 0;
  clock = 1_000;

  constructor(delays: readonly number[], broken: Broken) {
    this.#delays = delays;
    this.#broken = broken;
  }

  readonly now = (): Instant => instant(Math.floor(this.clock));

  async turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#pass(10);
  }

  #pass(time: number): void {
    this.clock += time;
    for (const entry of [...this.#due].filter(({ at }) => at <= this.clock)) {
      this.#due.delete(entry);
      entry.run();
    }
  }

  async longPause(): Promise<void> {
    for (let one = 0; one < 4; one++) await this.turn();
    this.#pass(20_000);
  }

  async #delay(): Promise<void> {
    const turns = this.#delays[this.#calls++ % this.#delays.length] ?? 0;
    for (let one = 0; one < turns; one++) await this.turn();
  }

  /** @param reuses without, a process only works with the store, as a command line does */
  process(reuses: boolean): Process {
    const broken = this.#broken;
    let ahead = 0;
    let learned: number | undefined;
    const store = {
      checkSession: async (): Promise<SessionLoaded> => {
        await this.#delay();
        const version = this.#version;
        await this.#delay();
        const session = { tenant: 'default', expiresAt: 1e12, lastSeenAt: 0, idle: 1e12 };
        return { session, account: { tenant: 'default', id: 'ada', version } } as unknown as SessionLoaded;
      },
      holdReuse: async (length: number, until: Instant): Promise<void> => {
        await this.#delay();
        this.#holds.set(broken === 'reuses for longer than it says' ? length / 2 : length, until);
        await this.#delay();
      },
      longestReuse: async (now: Instant): Promise<number> => {
        await this.#delay();
        const longest = Math.max(0, ...[...this.#holds].flatMap(([length, until]) => (until > now ? [length] : [])));
        await this.#delay();
        if (broken === 'never asks again who reuses') learned ??= longest;
        return learned ?? longest;
      },
    } as unknown as Store;
    const timer = {
      after: (length: number, run: () => void) => {
        const entry = { at: this.clock + (broken === 'does not wait' ? 0 : length), run };
        this.#due.add(entry);
        return () => this.#due.delete(entry);
      },
      now: () => this.clock + ahead,
    };
    const reuse = sessionReuse(store, reuses ? milliseconds(WITHIN) : undefined, { timer, now: this.now });
    if (broken === 'forgets its own changes' && reuse.recentChecks !== undefined)
      reuse.recentChecks.note = () => undefined;
    const change = (one: Commit): Promise<number> =>
      reuse.operation(async () => {
        await this.#delay();
        const written = ++this.#version;
        await this.#delay();
        reuse.committed(one, one === TAKES);
        return written;
      });
    const refresh = async (): Promise<void> => {
      await reuse.refresh();
      if (reuses && broken === 'reuses before all know it') ahead = 60_000;
    };
    return { reuse: { ...reuse, refresh }, change };
  }
}

/** A check must see every taking change that any process had answered, and every change that its own process had answered. */
async function run(acts: readonly Act[], delays: readonly number[], broken: Broken): Promise<number> {
  const world = new World(delays, broken);
  const processes = [world.process(true), world.process(true), world.process(false)];
  const answered = processes.map(() => 0);
  const work: Promise<unknown>[] = [];
  const answers: { readonly read: number; readonly least: number }[] = [];
  let reused = 0;
  const act = async ({ kind, by }: Act): Promise<void> => {
    const process = processes[by];
    if (process === undefined) return;
    const { reuse, change } = process;
    if (kind === 'turn') return world.turn();
    if (kind === 'long pause') return world.longPause();
    if (kind === 'pause') for (let one = 0; one < 8; one++) await world.turn();
    if (kind === 'refresh') work.push(reuse.refresh());
    if (kind === 'check' && reuse.recentChecks !== undefined) {
      const least = answered[by] ?? 0;
      const check = { ...CHECK, now: world.now() } as unknown as SessionCheck;
      const kept = reuse.recentChecks.recent(check);
      if (kept !== undefined) reused++;
      const loaded = kept === undefined ? reuse.recentChecks.anew(check) : Promise.resolve(kept);
      work.push(loaded.then((one) => answers.push({ read: one?.account.version ?? -1, least })));
    }
    if (kind === 'takes' || kind === 'gives')
      work.push(
        change(kind === 'takes' ? TAKES : GIVES).then((written) => {
          for (const one of kind === 'takes' ? answered.keys() : [by])
            answered[one] = Math.max(answered[one] ?? 0, written);
        }),
      );
  };
  for (const one of acts) await act(one);
  let isDone = false;
  const done = Promise.all(work).finally(() => {
    isDone = true;
  });
  while (!isDone) await world.turn();
  await done;
  for (const { read, least } of answers) expect(read).toBeGreaterThanOrEqual(least);
  return reused;
}

const often = (kind: Kind, weight: number) => ({ arbitrary: fc.constant(kind), weight });
const acts = fc.array(
  fc.record({
    kind: fc.oneof(
      ...[often('check', 12), often('turn', 8), often('takes', 3), often('gives', 2)],
      ...[often('pause', 2), often('refresh', 2), often('long pause', 1)],
    ),
    by: fc.nat(2),
  }),
  { maxLength: 80, size: 'max' },
);
const settled: readonly Act[] = Array.from({ length: 12 }, (): Act => ({ kind: 'turn', by: 0 }));
/** The third process reads how long the others reuse, and the others begin then, some time before the acts. */
const beginning = (pauses: number): readonly Act[] => [
  ...[{ kind: 'refresh', by: 2 } as const, ...settled, { kind: 'refresh', by: 0 } as const],
  ...[{ kind: 'refresh', by: 1 } as const, ...settled],
  ...Array.from({ length: pauses }, (): Act => ({ kind: 'long pause', by: 0 })),
];
const histories = (pauses: fc.Arbitrary<number>) =>
  fc.record({
    acts: fc.tuple(pauses.map(beginning), acts).map((all) => all.flat()),
    delays: fc.array(fc.nat(3), { minLength: 1, maxLength: 8 }),
  });

describe('X11 of several processes that reuse session checks', () => {
  it('each refuses what was taken and answered anywhere, and sees its own changes', { timeout: 120_000 }, async () => {
    let reused = 0;
    const property = fc.asyncProperty(histories(fc.nat(4)), async (one) => {
      reused += await run(one.acts, one.delays, 'no');
    });
    await fc.assert(property, { numRuns: inCi(400, 200), endOnFailure: true });
    expect(reused).toBeGreaterThan(10);
  });

  it.each<Broken>([
    'forgets its own changes',
    'reuses for longer than it says',
    'does not wait',
    'reuses before all know it',
    'never asks again who reuses',
  ])('one that %s is found by this property', { timeout: 120_000 }, async (broken) => {
    const property = fc.asyncProperty(
      histories(broken === 'reuses before all know it' ? fc.constant(0) : fc.constant(4)),
      async (one) => {
        await run(one.acts, one.delays, broken);
      },
    );
    await expect(fc.assert(property, { numRuns: 3_000, seed: 7, endOnFailure: true })).rejects.toThrow();
  });
});
