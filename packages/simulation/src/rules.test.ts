import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inCi } from '@sallyport/test-support/how-much';
import { describe, expect, it } from 'vitest';
import { RULES } from '../rules.mjs';

const run = fileURLToPath(new URL('../run.mjs', import.meta.url));

/** Runs the orders of some pairs. Returns the output of the simulation, and whether every invariant held. */
async function pairs(...options: readonly string[]): Promise<{ readonly said: string; readonly held: boolean }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [run, '--pairs', ...options], {
      maxBuffer: 2 ** 26,
    });
    return { said: stdout, held: true };
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return { said: `${error.stdout}`, held: false };
    throw error;
  }
}

/** CI removes each rule. A local `npm test` removes a few rules, from a random start. */
const FEW = 7;
const start = randomInt(RULES.length);
const around = [...RULES.slice(start), ...RULES.slice(0, start)];
const taken = inCi(RULES, around.slice(0, FEW));
const [first] = taken;

describe('N13 each rule of acts, taken out of the engine', () => {
  it.each(taken.map((rule) => [rule.name, rule] as const))(
    '%s',
    { timeout: 300_000 },
    async (name, { pair, breaks }) => {
      const { said, held } = await pairs('--without', name, ...pair.flatMap((words) => ['--about', words]));
      expect(held, said).toBe(false);
      expect(said).toContain(breaks);
      if (name !== first?.name) return;
      // The replayed order breaks the invariant again without the rule, and holds with the rule.
      const [number = '', order = ''] = /--pair (\d+) --order ([01]+)/.exec(said)?.slice(1) ?? [];
      const replay = ['--pair', number, '--order', order];
      expect((await pairs('--without', name, ...replay)).said).toContain(breaks);
      expect(await pairs(...replay)).toMatchObject({ held: true });
    },
  );
});
