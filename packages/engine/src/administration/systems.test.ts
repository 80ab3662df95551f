import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { madeByLibraries } from './systems-installed.test-support.ts';
import { recordedOfSystems } from './systems-recorded.test-support.ts';
import { tableOf, triedOf } from './systems-table.test-support.ts';

const PAGE = new URL('../../../../docs/guide/moving-users-systems.md', import.meta.url);

/** `SALLYPORT_SYSTEMS=1` downloads the libraries of `packages/engine/walk/libraries.json`, and lets them make what they store. */
it.skipIf(process.env['SALLYPORT_SYSTEMS'] !== '1')(
  'X43 nothing that a system stores is accepted and cannot sign in',
  { timeout: 1_800_000 },
  async () => {
    const password = 'Ünïcode ﬁgures 🐎 in a déjà vu';
    const made = await madeByLibraries(password, 'http://localhost:3000');
    const table = tableOf(await triedOf([made, await recordedOfSystems()]));
    process.stdout.write(`\n${table}\n`);
    expect(table).not.toContain('accepted and dead');
    expect(readFileSync(PAGE, 'utf8')).toContain(table);
  },
);
