// Closed-loop load: so many clients, each of which waits for its answer before it asks again.

/** @param {(client: number) => Promise<unknown>} task @returns milliseconds at the median and at 95 %, and how many a second */
export async function closedLoop(load) {
  return inOne([await slice(load)]);
}

/**
 * The same load on several, who take turns every `slice` seconds: what slows the machine for a while slows all of them.
 *
 * @param {Array<{ task: (client: number) => Promise<unknown>, spent: () => Promise<number> }>} contestants `spent` answers the
 *   milliseconds of processor's time so far
 * @returns of each the same as of a closed loop, and `cpu`, milliseconds of processor's time each
 */
export async function takingTurns({ clients, seconds, slice: length, contestants }) {
  const slices = contestants.map(() => []);
  for (let turn = 0; turn < Math.max(1, Math.round(seconds / length)); turn++) {
    const places = [...contestants.keys()];
    // Every other time backwards, so that nobody always runs after the same one.
    for (const place of turn % 2 === 0 ? places : places.toReversed()) {
      const { task, spent } = contestants[place];
      const before = await spent();
      const taken = await slice({ clients, seconds: Math.min(length, seconds), task });
      slices[place].push({ ...taken, cpu: (await spent()) - before });
    }
  }
  return slices.map((own) => {
    const whole = inOne(own);
    return { ...whole, cpu: own.reduce((sum, { cpu }) => sum + cpu, 0) / whole.done };
  });
}

async function slice({ clients, seconds, task }) {
  const taken = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < end) {
        const start = performance.now();
        await task(client);
        taken.push(performance.now() - start);
      }
    }),
  );
  return { taken, elapsed: (performance.now() - began) / 1000 };
}

function inOne(slices) {
  const taken = slices.flatMap((each) => each.taken).sort((a, b) => a - b);
  const elapsed = slices.reduce((sum, each) => sum + each.elapsed, 0);
  const at = (share) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))];
  return { done: taken.length, p50: at(0.5), p95: at(0.95), perSecond: taken.length / elapsed };
}

/** The same load, so many times and unmeasured. */
export async function repeat({ clients, times, task }) {
  let left = times;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (left-- > 0) await task(client);
    }),
  );
}
