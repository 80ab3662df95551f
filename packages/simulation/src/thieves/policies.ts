import { mix, numbers } from '../numbers.ts';
import { type Cell, everyCell, someCells, wantedCells } from './cells.ts';
import { type Compared, cellWords, compare, type Disagreement } from './compare.ts';
import { compareOvertaken, OVERTAKEN_CELLS } from './overtaken.ts';
import { QUICKSTART, settingOf } from './random-policy.ts';
import type { OpenedStore } from './stores.ts';
import { triesAtRandom } from './tries.ts';

export interface PoliciesAsked {
  readonly seed: number;
  /** The quickstart's policy with a helpdesk is number 0, and all its cells are compared. */
  readonly from: number;
  readonly count: number;
  readonly cells: number;
  readonly tries: number;
  readonly about?: readonly string[];
  /** Compares every `oneOf`-th cell of the quickstart's policy. The seed chooses the first cell. */
  readonly oneOf?: number;
  readonly say?: (disagreement: Disagreement, policy: number) => void;
  readonly counted?: (total: Total) => void;
}

export interface Total extends Compared {
  policies: number;
}

export async function comparePolicies(asked: PoliciesAsked, opened: OpenedStore): Promise<Total> {
  const { from, count, cells, tries, say, counted, seed } = asked;
  const total: Total = {
    ...{ policies: 0, cells: 0, chains: 0, tries: 0, reached: 0 },
    unplayed: new Map(),
    disagreements: [],
  };
  let next = from;
  const compareInTurn = async (): Promise<void> => {
    for (let place = next++; place < from + count; place = next++) {
      const dice = numbers(mix(seed, place));
      const setting = place === 0 ? QUICKSTART : settingOf(dice);
      const wanted = place === 0 ? quickstartCells(asked) : someCells(setting, cells, dice);
      const played = [
        await compare(setting, wanted, mix(seed, place), triesAtRandom(tries), opened),
        await compareOvertaken(setting, overtakenCells(asked, place), mix(seed, place), tries, opened),
      ];
      total.policies++;
      for (const compared of played) {
        for (const key of ['cells', 'chains', 'tries', 'reached'] as const) total[key] += compared[key];
        for (const [reason, times] of compared.unplayed)
          total.unplayed.set(reason, (total.unplayed.get(reason) ?? 0) + times);
        for (const disagreement of compared.disagreements) {
          total.disagreements.push(disagreement);
          say?.(disagreement, place);
        }
      }
      counted?.(total);
    }
  };
  await Promise.all(Array.from({ length: opened.atOnce }, compareInTurn));
  return total;
}

function quickstartCells({ seed, about = [], oneOf = 1 }: PoliciesAsked): readonly Cell[] {
  if (about.length > 0) return wantedCells(QUICKSTART, (cell) => about.includes(cellWords(cell)));
  return everyCell(QUICKSTART).filter((_, place) => place % oneOf === seed % oneOf);
}

function overtakenCells({ seed, about = [], oneOf = 1 }: PoliciesAsked, policy: number): readonly string[] {
  if (policy === 0 && about.length > 0) return OVERTAKEN_CELLS.filter((cell) => about.includes(cell));
  const isWanted = (place: number): boolean => place === mix(seed, policy) % OVERTAKEN_CELLS.length;
  return policy === 0 && oneOf === 1 ? OVERTAKEN_CELLS : OVERTAKEN_CELLS.filter((_, place) => isWanted(place));
}

export function totalText(total: Total): string {
  const { policies, cells, chains, tries, reached, unplayed, disagreements } = total;
  const left = [...unplayed].map(([reason, times]) => `\n  not played, ${times} times: ${reason}`).join('');
  return `${policies} policies, ${cells} cells: ${chains} chains played, ${tries} tries with ${reached} goals reached, ${disagreements.length} disagreements${left}`;
}
