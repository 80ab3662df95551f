import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fuzz, unreached } from './fuzz.ts';
import { tableOf } from './table.ts';
import { CODES } from './world.ts';

const requests = Number(process.env['SALLYPORT_FUZZ_REQUESTS'] ?? 3_000);
const seed = Number(process.env['SALLYPORT_FUZZ_SEED'] ?? randomInt(2 ** 31));

describe('every route, with generated junk', () => {
  it('answers as the contract says, and changes no account but where it says so', async () => {
    const outcome = await fuzz({ requests, seed });
    const { counts } = outcome;
    const byStatus = [...counts.byStatus].sort(([one], [other]) => one - other).map((each) => each.join(': '));
    console.log(`seed ${seed}, ${counts.requests} requests\n${byStatus.join('\n')}`);
    expect(outcome.held, 'told' in outcome ? outcome.told : '').toBe(true);
    if (requests < 50_000) return;
    console.log([...counts.through].map(([name, times]) => `${name}  ${times}`).join('\n'));
    expect(unreached(counts, tableOf(CODES))).toEqual([]);
  });
});
