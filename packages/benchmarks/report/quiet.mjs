import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** The share of the processors that is in use, over half a second in which this process does nothing. */
async function load() {
  const times = () => cpus().map(({ times: { idle, ...busy } }) => ({ idle, busy: Object.values(busy) }));
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const before = times();
  await sleep(500);
  const after = times();
  const idle = sum(after.map((each, cpu) => each.idle - before[cpu].idle));
  const busy = sum(after.map((each, cpu) => sum(each.busy) - sum(before[cpu].busy)));
  return busy / (busy + idle);
}

/** Waits until others leave the machine alone, but no longer than `seconds`; answers the load that is left. */
export async function quiet(seconds) {
  const end = performance.now() + seconds * 1000;
  let last = await load();
  while (last > 0.1 && performance.now() < end) last = await load();
  return last;
}
