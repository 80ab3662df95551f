import { operationNamed } from '../operations/index.ts';
import { inOrder } from '../world/beginning.ts';
import { watched } from '../world/current.ts';
import { type Beginning, World } from '../world/world.ts';
import type { Beginnings } from './history.ts';
import { explore, liveInOrder, type Ordered, type Pair } from './interleavings.ts';
import { everyPair } from './pairs.ts';
import { perform } from './perform.ts';
import { story } from './story.ts';

export interface PairSearch {
  /** Orders of one pair, at most. */
  readonly most: number;
  /** The pair to begin with, by its number. */
  readonly from: number;
  /** This pair alone, by its number. */
  readonly only: number | undefined;
  /** Pairs whose two sentences have all of these words in them. */
  readonly about: readonly string[];
  /** One order of it, as it was printed. */
  readonly order: string | undefined;
  readonly all: boolean;
  isOver(): boolean;
  say(words: string): void;
}

/** What has happened before two requests meet: links are in the mailboxes, and a key without a PIN is registered. */
const BEFORE: readonly { readonly operation: string; readonly by: string }[] = [
  { operation: 'registers the security key, which has no PIN yet', by: "ada's laptop" },
  { operation: 'asks for a link to a new password', by: "ada's phone" },
  { operation: 'asks for a link to a new password', by: 'bea' },
  { operation: 'asks for a link to a new password', by: 'cleo' },
];

/** Goes through every order of the calls of every two operations. Answers whether every invariant held. */
export async function searchPairs(beginnings: Beginnings, search: PairSearch): Promise<boolean> {
  const { say } = search;
  const [begun, keys] = await after(beginnings, BEFORE);
  const beginningOf = async ({ first, second }: Pair): Promise<readonly [Beginning, Beginnings['keys']]> => {
    const more = [first, second].flatMap(({ operation }) => operationNamed(operation).after ?? []);
    return more.length === 0 ? [begun, keys] : after(beginnings, [...BEFORE, ...more]);
  };
  const pairs = everyPair();
  const count = { pairs: 0, orders: 0, steps: 0, cut: 0 };
  const found = new Set<string>();
  if (search.from > 0) say(`Pairs from number ${search.from} on, and then from the first.`);
  for (const place of pairs.keys()) {
    const number = (place + search.from) % pairs.length;
    const pair = pairs[number];
    if (search.isOver() || pair === undefined) break;
    if (search.only !== undefined && search.only !== number) continue;
    const name = `pair ${number}, ${pair.first.by} ${pair.first.operation}, ${pair.second.by} ${pair.second.operation}`;
    if (!search.about.every((words) => name.includes(words))) continue;
    if (search.order !== undefined) {
      const [own, ownKeys] = await beginningOf(pair);
      const lived = await liveInOrder(own, ownKeys(), pair, [], search.order);
      say(story(lived));
      return lived.broken === undefined;
    }
    const [own, ownKeys] = await beginningOf(pair);
    const { orders, steps, isWhole, broken } = await explore(own, ownKeys, pair, search.most);
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
      say(`${name}: more than ${search.most} orders, the rest was left out.`);
    }
  }
  say(
    `${count.pairs} of ${pairs.length} pairs, ${count.orders} orders of their calls, ${count.steps} calls; ${count.cut} pairs have more orders than were lived.`,
  );
  say(found.size === 0 ? 'Every invariant held.' : `${found.size} kinds of findings.`);
  return found.size === 0;
}

function kindOf({ broken }: Ordered): string {
  return `${broken?.invariant}\n      Here ${broken?.how}.`;
}

function tellPair(name: string, number: number, broken: Ordered, isShort: boolean): string {
  if (isShort) return `  ${name}, order ${broken.order}: ${kindOf(broken)}`;
  const again = `npm run simulate -- --pairs --pair ${number} --order ${broken.order}`;
  return `${name}:\n\n${story(broken)}\n\n  To see it again: ${again}`;
}

async function after(
  { own, keys }: Beginnings,
  requests: typeof BEFORE,
): Promise<readonly [Beginning, Beginnings['keys']]> {
  const world = watched(new World(own, keys(), { seed: 2, processes: 1, told: () => {} }));
  for (const request of requests) {
    world.now += 31_000;
    await inOrder(world, () => perform(world, { ...request, luck: 0 }, { ended: () => {}, tell: () => {} }));
  }
  return [world.written(), () => new Map([...world.keys].map(([name, key]) => [name, key.clone()]))];
}
