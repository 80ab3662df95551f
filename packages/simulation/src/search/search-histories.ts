import { type Beginnings, live } from './history.ts';
import { planOf } from './plan.ts';
import { shrunk } from './shrink.ts';
import { story } from './story.ts';

export interface HistorySearch {
  readonly seed: number | undefined;
  readonly from: number;
  readonly steps: number;
  /** Continues after a finding, and prints each kind of finding once. */
  readonly all: boolean;
  isOver(): boolean;
  say(words: string): void;
}

export async function searchHistories(beginnings: Beginnings, search: HistorySearch): Promise<boolean> {
  const { from, say } = search;
  const count = { histories: 0, steps: 0, requests: 0, faults: 0, crashes: 0 };
  const found = new Map<string, number>();
  if (search.seed !== undefined) return tellOne(beginnings, search.seed, say);
  say(`Histories from seed ${from} on.`);
  for (let seed = from; count.steps < search.steps && !search.isOver(); seed++) {
    const lived = await live(beginnings, planOf(seed));
    count.histories++;
    count.steps += lived.steps;
    count.requests += lived.requests;
    count.faults += lived.faults;
    count.crashes += lived.crashes;
    if (lived.broken === undefined) continue;
    if (!search.all) return tellOne(beginnings, seed, say);
    const kind = `${lived.broken.invariant}\n      Here ${lived.broken.how}.`;
    if (!found.has(kind)) say(`  seed ${seed}: ${kind}`);
    found.set(kind, (found.get(kind) ?? 0) + 1);
  }
  const { histories, steps, requests, faults, crashes } = count;
  say(
    `${histories} histories, ${requests} requests, ${steps} calls of ports, ${faults} of them failed or lost their answer, ${crashes} processes died.`,
  );
  say(found.size === 0 ? 'Every invariant held.' : `${found.size} kinds of findings.`);
  return found.size === 0;
}

async function tellOne(beginnings: Beginnings, seed: number, say: (words: string) => void): Promise<boolean> {
  const plan = planOf(seed);
  const { broken, requests, steps } = await live(beginnings, plan);
  if (broken === undefined) {
    say(`Seed ${seed}: ${requests} requests, ${steps} calls of ports. Every invariant held.`);
    return true;
  }
  const shortest = await shrunk(beginnings, plan, broken.invariant);
  const lived = await live(beginnings, shortest, true);
  say(
    `Seed ${seed}: ${requests} requests and ${steps} calls of ports, of which ${lived.requests} and ${lived.steps} are enough.\n`,
  );
  say(story(lived));
  say(`\n  To see it again: npm run simulate -- --seed ${seed}`);
  return false;
}
