import { mix } from '../numbers.ts';
import { operationNamed } from '../operations/index.ts';
import { inOrder } from '../world/beginning.ts';
import { watched } from '../world/current.ts';
import { type Beginning, World } from '../world/world.ts';
import type { Beginnings } from './history.ts';
import { explore, liveInOrder, type Ordered, type Pair } from './interleavings.ts';
import type { Line } from './line.ts';
import { everyPair, isUsual, meetsInActs } from './pairs.ts';
import { perform } from './perform.ts';
import { story } from './story.ts';

export interface PairSearch {
  readonly most: number;
  readonly from: number;
  readonly only: number | undefined;
  /** Only pairs whose names contain all of these words. */
  readonly about: readonly string[];
  /** Only pairs of a set-up with an operation that voids unfinished set-ups at the same account. */
  readonly acts: boolean;
  readonly order: string | undefined;
  readonly all: boolean;
  isOver(): boolean;
  say(words: string): void;
}

const BEFORE: readonly { readonly operation: string; readonly by: string }[] = [
  { operation: 'registers the security key, which has no PIN yet', by: "ada's laptop" },
  { operation: 'asks for a link to a new password', by: "ada's phone" },
  { operation: 'asks for a link to a new password', by: 'bea' },
  { operation: 'asks for a link to a new password', by: 'cleo' },
  { operation: 'asks for a link to a new password', by: 'vera' },
];

export async function searchPairs(beginnings: Beginnings, search: PairSearch): Promise<boolean> {
  const { say } = search;
  let begun: Promise<Begun> | undefined;
  const beginningOf = async ({ first, second }: Pair): Promise<Begun> => {
    const operations = [first, second].map(({ operation }) => operationNamed(operation));
    const more = operations.flatMap((one) => one.after ?? []);
    const host = operations.some(({ inDirectory }) => inDirectory === true) ? 'directory' : 'own';
    if (more.length > 0 || host !== 'own') return after(beginnings, host, [...BEFORE, ...more]);
    begun ??= after(beginnings, 'own', BEFORE);
    return begun;
  };
  const chosen = chosenPairs(search);
  const count = { pairs: 0, orders: 0, steps: 0, cut: 0 };
  const found = new Set<string>();
  const [start] = chosen;
  if (search.from > 0 && start !== undefined) say(`Pairs from number ${start.number} on, and then from the first.`);
  for (const { number, pair, name } of chosen) {
    if (search.isOver()) break;
    if (search.order !== undefined) {
      const [own, told] = await beginningOf(pair);
      const lived = await liveInOrder(own, pair, [], search.order);
      say([...told, story(lived)].join('\n'));
      return lived.broken === undefined;
    }
    const [own] = await beginningOf(pair);
    const { orders, steps, isWhole, broken } = await explore(own, pair, search);
    count.pairs++;
    count.orders += orders;
    count.steps += steps;
    if (broken !== undefined) {
      const kind = kindOf(broken);
      if (!found.has(kind)) say(tellPair(name, number, broken, search.all));
      found.add(kind);
      if (!search.all) return false;
    } else if (!isWhole) {
      count.cut++;
      say(`${name}: ${orders} orders, the rest was left out.`);
    }
  }
  say(
    `${count.pairs} of ${chosen.length} pairs, ${count.orders} orders of their calls, ${count.steps} calls; ${count.cut} pairs have more orders than were run.`,
  );
  say(found.size === 0 ? 'Every invariant held.' : `${found.size} kinds of findings.`);
  return found.size === 0;
}

interface Chosen {
  readonly number: number;
  readonly pair: Pair;
  readonly name: string;
}

function chosenPairs({ only, about, acts, from }: PairSearch): readonly Chosen[] {
  const isNamed = only !== undefined || about.length > 0;
  const chosen = everyPair()
    .map((pair, number): Chosen => {
      const [one, other] = [pair.first, pair.second].map(({ operation, by }) => `${by} ${operation}`);
      return { number, pair, name: `pair ${number}, ${one}, ${other}` };
    })
    .filter(({ number, pair, name }) => {
      if (only !== undefined) return only === number;
      return (acts ? meetsInActs(pair) : isNamed || isUsual(pair)) && about.every((words) => name.includes(words));
    });
  // An interrupted search has covered some pairs of every kind.
  if (acts) chosen.sort((a, b) => mix(a.number, 1) - mix(b.number, 1));
  const place = chosen.length === 0 ? 0 : from % chosen.length;
  return [...chosen.slice(place), ...chosen.slice(0, place)];
}

function kindOf({ broken }: Ordered): string {
  return `${broken?.invariant}\n      Here ${broken?.how}.`;
}

function tellPair(name: string, number: number, broken: Ordered, isShort: boolean): string {
  if (isShort) return `  ${name}, order ${broken.order}: ${kindOf(broken)}`;
  const again = `npm run simulate -- --pairs --pair ${number} --order ${broken.order}`;
  return `${name}:\n\n${story(broken)}\n\n  To see it again: ${again}`;
}

type Begun = readonly [Beginning, readonly string[]];

async function after(beginnings: Beginnings, host: 'own' | 'directory', requests: typeof BEFORE): Promise<Begun> {
  const told: string[] = [];
  const beginning = await beginnings[host]();
  const world = watched(new World(beginning, { seed: 2, processes: 1, told: () => {} }));
  for (const request of requests) {
    world.now += 31_000;
    const tell = (line: Line): void => {
      if (line.kind === 'ends') told.push(`      before that, ${line.work.who} ${line.work.what}: ${line.said}`);
    };
    await inOrder(world, () => perform(world, { ...request, luck: 0 }, { ended: () => {}, tell }));
  }
  return [world.written(), told];
}
