import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { thoroughly } from '@sallyport/test-support/how-much';
import { describe, expect, it } from 'vitest';

const run = fileURLToPath(new URL('../run.mjs', import.meta.url));

/** Runs the simulation from the command line. Returns its output, and whether every invariant held. */
async function simulate(...options: readonly string[]): Promise<{ readonly said: string; readonly held: boolean }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [run, ...options], { maxBuffer: 2 ** 26 });
    return { said: stdout, held: true };
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return { said: `${error.stdout}`, held: false };
    throw error;
  }
}

const MINUTES = thoroughly('0.3', '0.1');

/**
 * The seed of the first history, so that a red run can be repeated. `npm run simulate` takes a fresh seed.
 */
const FROM = '1';

describe('N13 the engine, simulated', () => {
  it('holds every invariant in histories from one seed on', { timeout: 300_000 }, async () => {
    const { said, held } = await simulate('--from', FROM, '--minutes', MINUTES);
    console.log(said);
    expect(held, said).toBe(true);
  });

  it('holds every invariant in every order of the calls of two requests, for some pairs of them', {
    timeout: 300_000,
  }, async () => {
    const { said, held } = await simulate('--pairs', '--minutes', thoroughly('0.1', '0.05'));
    expect(held, said).toBe(true);
  });

  it('replays a history exactly', { timeout: 300_000 }, async () => {
    const replay = ['--from', '7', '--steps', thoroughly('3000', '200'), '--all'];
    const [first, second] = [await simulate(...replay), await simulate(...replay)];
    expect(first.said).toMatch(/calls of ports/);
    expect(second).toEqual(first);
  });
});
