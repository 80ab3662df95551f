import type { Broken } from '../ledger/ledger.ts';
import { isRead } from '../ports/store.ts';
import type { Task } from '../scheduler/task.ts';
import { inOrder } from '../world/beginning.ts';
import { watched } from '../world/current.ts';
import { TENANT } from '../world/state.ts';
import { type Beginning, World } from '../world/world.ts';
import type { Line } from './line.ts';
import { perform } from './perform.ts';

export interface Pair {
  readonly first: { readonly operation: string; readonly by: string };
  readonly second: { readonly operation: string; readonly by: string };
}

export interface Ordered {
  /** `0` for a call of the first request, `1` for a call of the second request. */
  readonly order: string;
  readonly broken: Broken | undefined;
  readonly lines: readonly Line[];
  readonly world: World;
  readonly steps: number;
  readonly isRepeated: boolean;
}

export interface Explored {
  readonly orders: number;
  readonly steps: number;
  readonly isWhole: boolean;
  readonly broken: Ordered | undefined;
}

interface Fork {
  readonly taken: 0 | 1;
  readonly asleep: ReadonlySet<0 | 1>;
  readonly tasks: readonly [Task | undefined, Task | undefined];
}

/** Sleep sets (Godefroid 1996): skips orders that differ only in independent calls. */
export async function explore(
  beginning: Beginning,
  pair: Pair,
  { most, isOver }: { readonly most: number; isOver(): boolean },
): Promise<Explored> {
  let prefix: Fork[] = [];
  let [orders, steps] = [0, 0];
  for (;;) {
    const trail = [...prefix];
    const lived = await liveInOrder(beginning, pair, trail);
    steps += lived.steps;
    if (!lived.isRepeated) orders++;
    if (lived.broken !== undefined) return { orders, steps, isWhole: false, broken: lived };
    const next = nextPrefix(trail);
    if (next === undefined) return { orders, steps, isWhole: true, broken: undefined };
    if (orders >= most || isOver()) return { orders, steps, isWhole: false, broken: undefined };
    prefix = next;
  }
}

function nextPrefix(trail: readonly Fork[]): Fork[] | undefined {
  for (let place = trail.length - 1; place >= 0; place--) {
    const fork = trail[place];
    if (fork === undefined) continue;
    const other = fork.taken === 0 ? 1 : 0;
    if (fork.tasks[other] === undefined || fork.asleep.has(other) || fork.asleep.has(fork.taken)) continue;
    return [...trail.slice(0, place), { ...fork, taken: other, asleep: new Set([...fork.asleep, fork.taken]) }];
  }
  return undefined;
}

/** Follows the trail, then prefers the first request. */
export async function liveInOrder(
  beginning: Beginning,
  { first, second }: Pair,
  trail: Fork[],
  wanted = '',
): Promise<Ordered> {
  const lines: Line[] = [];
  const world = watched(
    new World(beginning, {
      seed: 1,
      processes: 1,
      told: (happened) => void lines.push({ kind: 'call', happened }),
    }),
  );
  const { scheduler, ledger } = world;
  await inOrder(world, async () => void (await world.process(0).auth.signIn.status(NOBODY, { local: true })));
  const works: number[] = [];
  let answered = 0;
  for (const [place, request] of [first, second].entries()) {
    const hears = {
      begun: (work: { readonly id: number }) => void works.push(work.id),
      ended: () => void answered++,
      tell: (line: Line) => void lines.push(line),
    };
    await perform(world, { ...request, luck: place * 8 }, hears);
  }
  const turns: number[] = [];
  let asleep: ReadonlySet<0 | 1> = new Set();
  let checked = 0;
  const finished = (isRepeated: boolean): Ordered => ({
    order: turns.join(''),
    broken: ledger.broken[0],
    lines,
    world,
    steps: scheduler.steps,
    isRepeated,
  });
  for (let place = 0; ledger.broken.length === 0; ) {
    if (answered > checked) {
      checked = answered;
      await ledger.answered();
      continue;
    }
    const head = (work: number | undefined): Task | undefined =>
      scheduler.pending.find((task) => task.work.id === work && task.due <= world.now);
    const tasks = [head(works[0]), head(works[1])] as const;
    if (tasks[0] === undefined && tasks[1] === undefined) {
      // Background work has its turns after both answers, or if a request waits for the work.
      const left = scheduler.pending.find(({ due }) => due <= world.now);
      if (left === undefined) {
        const pauses = scheduler.pending.filter(({ work }) => works.includes(work.id));
        if (pauses.length === 0) break;
        world.now = Math.min(...pauses.map(({ due }) => due));
        continue;
      }
      await scheduler.turn(left, 'answered');
      continue;
    }
    const planned = trail[place];
    const free = ([0, 1] as const).filter((side) => tasks[side] !== undefined && !asleep.has(side));
    const told = wanted === '' ? undefined : wanted[place] === '1' ? 1 : 0;
    const taken = planned?.taken ?? told ?? free[0];
    if (taken === undefined) return finished(true);
    const sleeping = planned?.asleep ?? asleep;
    if (planned === undefined) trail.push({ taken, asleep: sleeping, tasks });
    const task = tasks[taken];
    if (task === undefined) return finished(true);
    // A sleeping request wakes if the present call is not independent of the request's next call.
    asleep = new Set([...sleeping].filter((side) => side !== taken && isApart(tasks[side], task)));
    turns.push(taken);
    place++;
    await scheduler.turn(task, 'answered');
  }
  return finished(false);
}

const NOBODY = { tenant: TENANT, mode: 'token' } as const;

function isApart(one: Task | undefined, other: Task): boolean {
  if (one === undefined) return true;
  const kinds = [kindOf(one), kindOf(other)];
  if (kinds.includes('local')) return true;
  return kinds.every((kind) => kind !== 'write') && !kinds.every((kind) => kind === 'counts');
}

function kindOf({ port, verb, asked: [first] }: Task): 'local' | 'read' | 'counts' | 'write' {
  if (port !== 'store') return 'local';
  if (isRead(verb) || verb === 'checkSession' || verb === 'commit takes its snapshot') return 'read';
  if (verb !== 'beginStep') return 'write';
  return typeof first === 'object' && first !== null && 'attempt' in first ? 'counts' : 'read';
}
