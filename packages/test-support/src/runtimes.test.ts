import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tableOfRuntimes } from './runtimes.test-support.ts';

const PAGE = new URL('../../../docs/guide/frameworks.md', import.meta.url);

/** `npm run build && SALLYPORT_RUNTIMES=1 npm run vitest -- runtimes.test` downloads the runtimes of `walk/runtimes.json`. */
it.skipIf(process.env['SALLYPORT_RUNTIMES'] !== '1')(
  'X20 the built packages run in each runtime, from a wrong password to the recovery',
  { timeout: 1_800_000 },
  async () => {
    const table = await tableOfRuntimes();
    process.stdout.write(`\n${table}\n`);
    expect(table).not.toContain(': ');
    expect(readFileSync(PAGE, 'utf8')).toContain(table);
  },
);
