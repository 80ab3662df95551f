/** @returns milliseconds (`p50`, `p95`), and requests a second (`perSecond`) */
export async function closedLoop(load) {
  return inOne([await slice(load)]);
}

/**
 * In turns of `slice` seconds, so that a slow phase of the machine slows down all.
 * @param contestants `spent` resolves to the milliseconds of processor time so far
 */
export async function takingTurns({ clients, seconds, slice: length, contestants }) {
  const slices = contestants.map(() => []);
  for (let turn = 0; turn < Math.max(1, Math.round(seconds / length)); turn++) {
    const places = [...contestants.keys()];
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

export async function repeat({ clients, times, task }) {
  let left = times;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (left-- > 0) await task(client);
    }),
  );
}
