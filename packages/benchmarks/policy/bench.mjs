// The policy decision beside its peers: contestants take turns, each turn in a fresh process, and every ratio is taken within a round.
import { fileURLToPath } from 'node:url';
import { lastLine } from '../report/child.mjs';
import { quiet } from '../report/quiet.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';
import { CONTESTANTS } from './contestants.mjs';

const IDS = Object.keys(CONTESTANTS);
const child = fileURLToPath(new URL('child.mjs', import.meta.url));

/** @param {{ rounds: number, seconds: number, patience: number }} options */
export async function policyBench({ rounds, seconds, patience }) {
  const loads = [];
  const names = {};
  const taken = Object.fromEntries(IDS.map((id) => [id, []]));
  for (let round = 0; round < rounds; round++) {
    loads.push(await quiet(patience));
    // Every other round backwards, so that nobody always runs after the same one.
    for (const id of round % 2 === 0 ? IDS : IDS.toReversed()) {
      const { name, nanoseconds } = await lastLine([child, id, String(seconds)]);
      names[id] = name;
      taken[id].push(nanoseconds);
    }
  }
  const rows = IDS.map((id) => [
    names[id],
    text(ratios(taken[id], taken['if-chain']), '×'),
    text(ratios(taken[id], taken['loop-over-data']), '×'),
    text(ratios(taken[id], taken['json-logic']), '×'),
    text(ratios(taken[id], taken.sallyport), '×'),
    text(spread(taken[id])),
  ]);
  return {
    title: 'One decision',
    words: `112 questions (tenant, roles, enrolled and verified factors), ${rounds} rounds; of each the lower quartile of its batches; here the median of the rounds, and the least and the most. Every contestant gave the oracle's answer on all of them before the clock ran. General engines answer yes or no: they are asked one to six times a decision, and what an application writes around them is in their figure. So is, for Sallyport, the translation to its words and back, except where it stands alone; its answers hold their reasons, and nothing is remembered between them: one row asks what was never asked before. Others used ${Math.round(spread(loads).middle * 100)} % of the machine before a round.`,
    head: ['', 'to the `if` chain', 'to the loop over data', 'to json-logic-js', 'to Sallyport', 'ns on one machine'],
    rows,
  };
}
