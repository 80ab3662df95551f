import type { Broken } from '../ledger/ledger.ts';
import { fraction } from '../numbers.ts';
import type { Fate, Task, Work } from '../scheduler/task.ts';
import { watched } from '../world/current.ts';
import { type Beginning, World } from '../world/world.ts';
import type { Line } from './line.ts';
import { perform } from './perform.ts';
import type { Plan, Planned } from './plan.ts';

export interface Lived {
  readonly broken: Broken | undefined;
  readonly steps: number;
  readonly requests: number;
  readonly faults: number;
  readonly crashes: number;
  readonly lines: readonly Line[];
  readonly world: World;
}

export interface Beginnings {
  readonly own: () => Promise<Beginning>;
  readonly hosts: () => Promise<Beginning>;
  readonly directory: () => Promise<Beginning>;
}

const LONGEST = 20_000;

export async function live(beginnings: Beginnings, plan: Plan, tell = false): Promise<Lived> {
  const lines: Line[] = [];
  let [faults, crashes] = [0, 0];
  const beginning = await beginnings[plan.host]();
  const world: World = watched(
    new World(beginning, {
      seed: plan.seed,
      processes: plan.processes,
      told(happened) {
        if (happened.fate !== 'answered') faults++;
        if (happened.fate.startsWith('crashes')) crashes++;
        if (tell) lines.push({ kind: 'call', happened });
      },
    }),
  );
  const { scheduler, ledger } = world;
  const plans = new Map<number, Planned>();
  const under = new Set<Work>();
  const waiting = [...plan.requests];
  let answered = false;
  const late = (task: Task): number =>
    lateness(task, plans) + (plan.quiet === true && task.work.after !== undefined ? 2 : 0);

  const begin = async (planned: Planned): Promise<void> => {
    world.now += 31_000;
    await perform(world, planned, {
      begun(work) {
        plans.set(work.id, planned);
        under.add(work);
      },
      ended(work) {
        under.delete(work);
        answered = true;
      },
      tell: (line) => void (tell && lines.push(line)),
    });
  };

  while (ledger.broken.length === 0 && scheduler.steps < LONGEST) {
    for (const work of under) if (work.process.dead) under.delete(work);
    if (answered) {
      answered = false;
      await ledger.answered();
      continue;
    }
    const [next] = waiting;
    const others = [...under].map(({ id }) => plans.get(id));
    const isBusy = [...under].some(({ who }) => who === next?.by);
    const mayBegin =
      next !== undefined &&
      !isBusy &&
      under.size < (next.alone ? 1 : plan.width) &&
      !others.some((other) => other?.alone);
    const due = scheduler.pending.filter((task) => task.due <= world.now);
    const task = due.length === 0 ? undefined : due.reduce((a, b) => (late(a) <= late(b) ? a : b));
    if (mayBegin && (task === undefined || fraction(next.luck, 0) < late(task))) {
      waiting.shift();
      await begin(next);
    } else if (task !== undefined) {
      await scheduler.turn(task, fateOf(task, plan, plans, world));
    } else if (scheduler.pending.length > 0) {
      world.now = Math.min(...scheduler.pending.map(({ due: at }) => at));
    } else break;
  }
  for (const { process, who, what } of under) {
    if (ledger.broken.length > 0 || process.dead) continue;
    ledger.breaks('Every request ends.', `${who} ${what}, and never receives an answer`);
  }
  if (ledger.broken.length === 0) await end(world);
  const [broken] = ledger.broken;
  return {
    broken,
    steps: scheduler.steps,
    requests: plan.requests.length - waiting.length,
    faults,
    crashes,
    lines,
    world,
  };
}

async function end(world: World): Promise<void> {
  const { scheduler, ledger } = world;
  const work = scheduler.work({
    who: 'the world',
    what: 'comes to an end',
    process: world.process(0).process,
    luck: 0,
  });
  const run = ledger.begins(work, world.client('the world'));
  // After a failed notice the engine may wait before the next try.
  for (let tries = 0; tries < 6; tries++) {
    let over = false;
    await scheduler.start(work, () =>
      world
        .process(0)
        .auth.runBackgroundWork()
        .finally(() => {
          over = true;
        }),
    );
    await drain(world);
    if (!over) ledger.breaks('Every request ends.', 'the delivery of notices never ended');
    if (ledger.broken.length > 0) return;
    if ([...ledger.toTell.values()].every(({ told }) => told)) break;
    world.now += 3_600_000;
  }
  run.ended = ledger.tick();
  await ledger.ends();
}

async function drain({ scheduler, ledger, now }: World): Promise<void> {
  for (let turns = 0; turns < LONGEST && ledger.broken.length === 0; turns++) {
    const task = scheduler.pending.find(({ due }) => due <= now);
    if (task === undefined) return;
    await scheduler.turn(task, 'answered');
  }
}

/** The smallest number has the next turn. A few calls wait until no other call can run. */
function lateness(task: Task, plans: ReadonlyMap<number, Planned>): number {
  const { work, nth, port } = task;
  const planned = plans.get((work.after ?? work).id);
  if (planned?.prompt === true && work.after === undefined) return -1;
  const slow = port === 'notifier' ? 0.3 : 0.08;
  return fraction(work.luck, nth, 1) + (fraction(work.luck, nth, 2) < slow ? 1 : 0);
}

function fateOf(task: Task, plan: Plan, plans: ReadonlyMap<number, Planned>, world: World): Fate {
  const { work, nth, port } = task;
  if (port === 'hashing' && world.floods > 0) {
    world.floods--;
    return 'fails';
  }
  const planned = plans.get((work.after ?? work).id);
  if (planned?.sound === true || port === 'timer') return 'answered';
  const drawn = fraction(work.luck, nth, 3);
  if (drawn < plan.crashes) return drawn < plan.crashes / 2 ? 'crashes-before' : 'crashes-after';
  const failing = drawn - plan.crashes;
  if (failing >= plan.faults) return 'answered';
  return failing < plan.faults / 2 || port === 'hashing' ? 'fails' : 'lost';
}
