import { fileURLToPath } from 'node:url';
import { lastLine } from '../report/child.mjs';
import { quiet } from '../report/quiet.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));
const RUNS = ['stream', 'preview', 'verify'];

export async function analysisBench({ rounds, patience }) {
  const loads = [];
  const taken = Object.fromEntries(RUNS.map((what) => [what, []]));
  const held = [];
  for (let round = 0; round < rounds; round++) {
    loads.push(await quiet(patience));
    for (const what of RUNS) taken[what].push(await lastLine([child, what]));
    held.push((await lastLine(['--expose-gc', child, 'preview'])).held);
  }
  const column = (what, member) => taken[what].map((each) => each[member]);
  const seconds = (what) => `${text(spread(column(what, 'milliseconds').map((each) => each / 1000)))} s`;
  const memory = (what) => `${text(spread(column(what, 'megabytes')))} MB`;
  const { decisions, complete } = taken.verify[0];
  return {
    title: 'A whole policy, a whole population',
    words: `Twelve roles over eight kinds of factors, ${rounds} rounds in fresh, cold processes. Memory is the peak of resident memory above the start. The row "read and dropped" shows the cost of the accounts alone, which is V8's space for young objects. "Held" is the largest of ten heap sizes, each after a garbage collection. Other processes used ${Math.round(spread(loads).middle * 100)} % of the machine before a round.`,
    head: ['', 'to the stream alone', 'time on one machine', 'memory on one machine', 'held'],
    rows: [
      ['1,000,000 accounts, read and dropped', '1×', seconds('stream'), memory('stream'), ''],
      [
        '`previewPolicyChange` over them',
        text(ratios(column('preview', 'milliseconds'), column('stream', 'milliseconds')), '×'),
        seconds('preview'),
        memory('preview'),
        `${text(spread(held))} MB`,
      ],
      [
        `\`verifyPolicy\`, ${decisions.toLocaleString('en-US')} decisions${complete ? '' : ' (not exhaustive)'}`,
        '',
        seconds('verify'),
        memory('verify'),
        '',
      ],
    ],
  };
}
