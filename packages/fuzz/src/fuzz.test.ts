import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fuzz, statuses, unreached } from './fuzz.ts';
import { tableOf } from './table.ts';
import { CODES } from './world.ts';

const requests = Number(process.env['SALLYPORT_FUZZ_REQUESTS'] ?? 1_500);
const seed = Number(process.env['SALLYPORT_FUZZ_SEED'] ?? randomInt(2 ** 31));

describe('every route, with generated junk', () => {
  it('answers as the contract says, and changes no account but where it says so', async () => {
    const outcome = await fuzz({ requests, seed, say: (words) => console.log(words) });
    const { counts } = outcome;
    console.log(`seed ${seed}, ${counts.requests} requests, ${counts.notSent} not sent: ${statuses(counts)}`);
    expect(outcome.held, 'told' in outcome ? outcome.told : '').toBe(true);
    if (requests < 50_000) return;
    console.log([...counts.through].map(([name, times]) => `${name}  ${times}`).join('\n'));
    expect(unreached(counts, tableOf(CODES))).toEqual([]);
  });
});
