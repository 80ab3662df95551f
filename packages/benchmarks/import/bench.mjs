import { fileURLToPath } from 'node:url';
import { lastLine } from '../report/child.mjs';
import { quiet } from '../report/quiet.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';

const HOST = ['express', 'pg'];
const CONTESTANTS = [
  ['express and pg', HOST],
  ['with zod', [...HOST, 'zod']],
  ['with `@sallyport/core`', [...HOST, 'core']],
  ['with `@sallyport/engine`', [...HOST, 'engine']],
  ['with `@sallyport/engine`, `express` and `storage-postgres`', [...HOST, 'engine', 'adapter', 'store']],
];

const importer = fileURLToPath(new URL('child.mjs', import.meta.url));

export async function importBench({ rounds, patience }) {
  const taken = new Map(CONTESTANTS.map(([name]) => [name, []]));
  const loads = [];
  for (let round = 0; round < rounds; round++) {
    loads.push(await quiet(patience));
    for (const [name, modules] of CONTESTANTS) taken.get(name).push(await lastLine([importer, ...modules]));
  }
  const floor = taken.get(CONTESTANTS[0][0]);
  const of = (runs, what) => runs.map((run) => run[what]);
  const rows = [...taken].map(([name, runs]) => [
    name,
    runs === floor ? '1×' : text(ratios(of(runs, 'time'), of(floor, 'time')), '×'),
    runs === floor ? '1×' : text(ratios(of(runs, 'cpu'), of(floor, 'cpu')), '×'),
    runs === floor ? '' : `${text(spread(runs.map(({ memory }, round) => memory - floor[round].memory)))} MiB`,
    `${text(spread(of(runs, 'time')))} ms`,
  ]);
  return {
    title: 'A cold import',
    words: `In fresh processes, unbundled, from the disk cache; ${rounds} rounds. Other processes used ${Math.round(100 * spread(loads).middle)} % of the machine before a round.`,
    head: ['', 'time, to express and pg', "processor's time", 'memory beside them', 'on one machine'],
    rows,
  };
}
