import type { Timer } from './timer.ts';

/** A timer whose time passes when a test says so. */
export interface VirtualTimer extends Timer {
  /** Lets so many milliseconds pass: everything that is due by then runs, in order, each with what follows from it. */
  pass(milliseconds: number): Promise<void>;
}

export function virtualTimer(): VirtualTimer {
  let now = 0;
  const due = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    now: () => now,
    after(milliseconds, run) {
      const entry = { at: now + milliseconds, run };
      due.add(entry);
      return () => due.delete(entry);
    },
    async pass(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        await settled();
        const next = [...due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        due.delete(next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}

/** What follows at once has followed. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
