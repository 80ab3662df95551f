// Every ratio compares runs of one round.
import { fileURLToPath } from 'node:url';
import { lastLine } from '../report/child.mjs';
import { quiet } from '../report/quiet.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';
import { CONTESTANTS } from './contestants.mjs';

const IDS = Object.keys(CONTESTANTS);
const child = fileURLToPath(new URL('child.mjs', import.meta.url));

export async function policyBench({ rounds, seconds, patience }) {
  const loads = [];
  const names = {};
  const taken = Object.fromEntries(IDS.map((id) => [id, []]));
  for (let round = 0; round < rounds; round++) {
    loads.push(await quiet(patience));
    // So that a contestant does not always follow the same contestant.
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
    words: `112 questions (tenant, roles, enrolled and verified factors), ${rounds} rounds. A round counts the lower quartile of its batches; the table shows the median of the rounds, with minimum and maximum. Before the measurement every contestant gave the oracle's answer to every question. General engines answer yes or no: a decision takes one to six questions, and their figures include the application's code around these questions. Sallyport's figure includes the translation of question and answer, except in the rows "alone". Sallyport's answers contain reasons, and no answer is cached: in the row "never asked before" no question repeats. Other processes used ${Math.round(spread(loads).middle * 100)} % of the machine before a round.`,
    head: ['', 'to the `if` chain', 'to the loop over data', 'to json-logic-js', 'to Sallyport', 'ns on one machine'],
    rows,
  };
}
