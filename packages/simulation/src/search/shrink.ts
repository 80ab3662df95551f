import { type Beginnings, live } from './history.ts';
import type { Plan, Planned } from './plan.ts';

const MOST_TRIES = 3_000;

export async function shrunk(beginnings: Beginnings, plan: Plan, invariant: string): Promise<Plan> {
  let best = plan;
  let tries = 0;
  const accept = async (candidate: Plan): Promise<boolean> => {
    if (++tries > MOST_TRIES) return false;
    const lived = await live(beginnings, candidate);
    if (lived.broken?.invariant !== invariant) return false;
    best = { ...candidate, requests: candidate.requests.slice(0, lived.requests) };
    return true;
  };
  await accept(plan);
  for (let before = ''; before !== JSON.stringify(best) && tries < MOST_TRIES; ) {
    before = JSON.stringify(best);
    await accept({ ...best, faults: 0, crashes: 0 });
    await accept({ ...best, crashes: 0 });
    await accept({ ...best, processes: 1 });
    await accept({ ...best, quiet: true });
    await removeSome(() => best, accept);
    for (const width of [1, 2]) if (width < best.width) await accept({ ...best, width });
    for (const calm of [{ alone: true }, { sound: true }, { prompt: true }]) {
      await changeEach(
        () => best,
        accept,
        (planned) => ({ ...planned, ...calm }),
      );
    }
  }
  return best;
}

type Accept = (candidate: Plan) => Promise<boolean>;

async function removeSome(best: () => Plan, accept: Accept): Promise<void> {
  for (let size = best().requests.length >> 1; size >= 1; size >>= 1) {
    for (let from = best().requests.length - size; from >= 0; from -= size) {
      const { requests } = best();
      await accept({ ...best(), requests: requests.filter((_, place) => place < from || place >= from + size) });
    }
  }
}

async function changeEach(best: () => Plan, accept: Accept, calmed: (planned: Planned) => Planned): Promise<void> {
  for (let place = 0; place < best().requests.length; place++) {
    const { requests } = best();
    const changed = requests.map((planned, other) => (other === place ? calmed(planned) : planned));
    if (JSON.stringify(changed) !== JSON.stringify(requests)) await accept({ ...best(), requests: changed });
  }
}
