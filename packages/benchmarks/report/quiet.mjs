import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** 0 to 1. */
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

export async function quiet(seconds) {
  const end = performance.now() + seconds * 1000;
  let last = await load();
  while (last > 0.1 && performance.now() < end) last = await load();
  return last;
}
