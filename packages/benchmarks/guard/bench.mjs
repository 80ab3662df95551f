import { fileURLToPath } from 'node:url';
import { lastLine } from '../report/child.mjs';
import { quiet } from '../report/quiet.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));

export async function guardBench({ rounds, seconds, patience }) {
  const load = await quiet(patience);
  const { contestants, runs } = await lastLine([CHILD, String(rounds), String(seconds)]);
  const cpu = (place) => runs.map((run) => 1000 * run[place].cpu);
  return {
    title: 'A check beside a draft in the shadow',
    words: `Checks of one session by \`auth.sessions.guard\` with the memory store, without HTTP, in one process: Sallyports of one policy, without a draft and with one. They take turns, ${rounds} rounds of ${seconds} s. Other processes used ${Math.round(100 * load)} % of the machine before.`,
    head: ["processor's time of a check", 'to a check without a draft', 'µs more', 'µs on one machine'],
    rows: contestants.map((what, place) => [
      what,
      place === 0 ? '1×' : text(ratios(cpu(place), cpu(0)), '×'),
      place === 0 ? '' : text(spread(cpu(place).map((each, round) => each - cpu(0)[round]))),
      text(spread(cpu(place))),
    ]),
  };
}
