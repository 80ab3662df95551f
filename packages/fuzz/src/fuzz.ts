import fc from 'fast-check';
import { cameThrough, keptBy, wrongWith } from './judge.ts';
import { type Generated, requestsTo } from './request.ts';
import { NOT_SENT, send } from './send.ts';
import { type Row, tableOf } from './table.ts';
import { type Beginning, beginning, CODES, type World, worldFrom } from './world.ts';

/** Requests to a world, before the next world is made. */
export const BATCH = 100;

/** Milliseconds after which a missing answer counts as a fault. */
const NEVER = 60_000;

export interface Counts {
  requests: number;
  notSent: number;
  readonly byStatus: Map<number, number>;
  /** Requests that passed the guards of each route, by the route's name. */
  readonly through: Map<string, number>;
}

export type Outcome =
  | { readonly held: true; readonly counts: Counts }
  | { readonly held: false; readonly counts: Counts; readonly told: string };

export interface Asked {
  readonly requests: number;
  readonly seed: number;
  readonly say: (words: string) => void;
}

/** The seed of a batch repeats the batch. A failed request is shrunk, with a new world for each attempt. */
export async function fuzz({ requests, seed, say }: Asked): Promise<Outcome> {
  const rows = tableOf(CODES);
  const from = await beginning();
  const counts: Counts = {
    requests: 0,
    notSent: 0,
    byStatus: new Map(),
    through: new Map(rows.map(({ name }) => [name, 0])),
  };
  const arbitrary = requestsTo(rows);
  for (let batch = 0; batch * BATCH < requests; batch++) {
    const batchSeed = (seed + batch) | 0;
    const size = Math.min(BATCH, requests - batch * BATCH);
    const told = await oneBatch(arbitrary, from, counts, { seed: batchSeed, size });
    if (told !== undefined) return { held: false, counts, told };
    // The test runner's reporter needs a turn of the event loop.
    await new Promise((turn) => setImmediate(turn));
    if ((batch + 1) % 100 === 0) say(`${counts.requests} requests, ${statuses(counts)}`);
  }
  return { held: true, counts };
}

async function oneBatch(
  arbitrary: fc.Arbitrary<Generated>,
  from: Beginning,
  counts: Counts,
  { seed, size }: { readonly seed: number; readonly size: number },
): Promise<string | undefined> {
  let world = await worldFrom(from);
  let failed = false;
  const property = fc.asyncProperty(arbitrary, async (asked) => {
    if (failed) {
      await world.close();
      world = await worldFrom(from);
    }
    const wrong = await judged(world, asked, counts);
    if (wrong.length === 0) return;
    failed = true;
    throw new Error(wrong.join('\n'));
  });
  const result = await fc.check(property, { seed, numRuns: size });
  await world.close();
  if (!result.failed) return undefined;
  const [asked] = result.counterexample ?? [];
  return [
    `${String(result.errorInstance)}`,
    asked === undefined ? '' : shown(asked),
    result.numShrinks === 0
      ? 'The request could not be shrunk: earlier requests of the batch may be part of the cause.'
      : '',
    `Again: SALLYPORT_FUZZ_REQUESTS=${BATCH} SALLYPORT_FUZZ_SEED=${seed} npm run fuzz`,
  ].join('\n');
}

export async function judged(world: World, asked: Generated, counts: Counts): Promise<readonly string[]> {
  const before = keptBy(world.store);
  const answered = await inTime(send(world, asked));
  if (answered === 'never') return ['was never answered'];
  if (answered === NOT_SENT) {
    counts.notSent += 1;
    return [];
  }
  // The work for an existing account runs after a 202.
  if (answered.status === 202) await world.settled();
  const faults = world.faults.splice(0);
  counts.requests += 1;
  counts.byStatus.set(answered.status, (counts.byStatus.get(answered.status) ?? 0) + 1);
  if (cameThrough(asked, answered)) counts.through.set(asked.row.name, (counts.through.get(asked.row.name) ?? 0) + 1);
  const secrets = [...world.known.values()].filter((value) => value.length >= 40);
  const wrong = wrongWith(asked, answered, { before, after: keptBy(world.store), secrets });
  return faults.length === 0 ? wrong : [...wrong, ...faults.map(inFull)];
}

const inFull = (fault: unknown): string => (fault instanceof Error ? `${fault.stack}` : String(fault));

async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer | 'never'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const never = new Promise<'never'>((resolve) => {
    timer = setTimeout(() => resolve('never'), NEVER);
  });
  try {
    return await Promise.race([answer, never]);
  } finally {
    clearTimeout(timer);
  }
}

function shown({ row, verb, path, search, headers, body, through, later }: Generated): string {
  return JSON.stringify(
    {
      route: row.name,
      request: `${verb} ${path}${search}`,
      headers,
      through,
      later,
      body: typeof body === 'string' ? body : body && [...body],
    },
    undefined,
    2,
  );
}

export function unreached(counts: Counts, rows: readonly Row[]): readonly string[] {
  return rows.map(({ name }) => name).filter((name) => (counts.through.get(name) ?? 0) === 0);
}

export function statuses({ byStatus }: Counts): string {
  return [...byStatus]
    .sort(([one], [other]) => one - other)
    .map(([status, times]) => `${status}: ${times}`)
    .join(', ');
}
