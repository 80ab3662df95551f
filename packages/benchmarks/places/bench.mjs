import { fileURLToPath } from 'node:url';
import { lastLine } from '../report/child.mjs';
import { quiet } from '../report/quiet.mjs';
import { number, ratios, spread, text } from '../report/statistics.mjs';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));

export async function placesBench({ rounds, seconds, patience }) {
  const load = await quiet(patience);
  const { measured } = await lastLine([child, String(rounds), String(seconds)]);
  const rows = measured.map(({ what, rounds: taken }) => {
    const [ones, others] = [taken.map(([one]) => one), taken.map(([, other]) => other)];
    const more = ones.map((one, round) => (one - others[round]) / 1000);
    return [
      what,
      text(ratios(ones, others), '×'),
      text(spread(ones)),
      text(spread(others)),
      number(spread(more).middle),
    ];
  });
  return {
    title: 'A rule of a place',
    words: `The questions of the table above, to contexts and organisations with rules and to roles with the same rules; both give the same answers. The look-up of the place (\`policyIn\`) is part of a decision in a place. Both sides take turns in one process, ${rounds} rounds of ${seconds} s. A round counts the lower quartile of its batches. Other processes used ${Math.round(load * 100)} % of the machine before.`,
    head: ['', 'ratio', 'ns in the place', 'ns by roles', 'µs more'],
    rows,
  };
}
