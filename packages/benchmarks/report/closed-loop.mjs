// Closed-loop load: so many clients, each of which waits for its answer before it asks again.

/** @param {(client: number) => Promise<unknown>} task @returns milliseconds at the median and at 95 %, and how many a second */
export async function closedLoop({ clients, seconds, task }) {
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
  const elapsed = (performance.now() - began) / 1000;
  taken.sort((a, b) => a - b);
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
