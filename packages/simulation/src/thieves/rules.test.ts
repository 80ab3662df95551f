import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RULES_OF_THIEVES } from '../../rules.mjs';

const run = fileURLToPath(new URL('../../run.mjs', import.meta.url));

/** Compares cells of the quickstart's policy. Returns the output, and whether the table and the engine agree. */
async function compared(...options: readonly string[]): Promise<{ readonly said: string; readonly agree: boolean }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [run, '--thieves', '1', ...options], {
      maxBuffer: 2 ** 26,
    });
    return { said: stdout, agree: true };
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return { said: `${error.stdout}`, agree: false };
    throw error;
  }
}

const DICE = ['--seed', '5', '--tries', '12'] as const;

describe('the comparison of thieves with the table', () => {
  it.each(RULES_OF_THIEVES.map((rule) => [rule.name, rule] as const))(
    'N16 notices an engine without the rule: %s',
    { timeout: 300_000 },
    async (name, { about, finds }) => {
      const { said, agree } = await compared('--without', name, '--about', about, ...DICE);
      expect(said).toContain(finds);
      expect(agree).toBe(false);
    },
  );

  it('N16 agrees in the same cells with every rule', { timeout: 300_000 }, async () => {
    const cells = RULES_OF_THIEVES.flatMap(({ about }) => ['--about', about]);
    const { said, agree } = await compared(...cells, ...DICE);
    expect(agree, said).toBe(true);
    expect(said).toContain(` ${new Set(RULES_OF_THIEVES.map(({ about }) => about)).size} cells: `);
  });
});
