import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { texting } from '../../sign-in/enrollment/delivered-codes.test-support.ts';
import { FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { CODES } from './mailed-codes.test-support.ts';
import { LINKS } from './mailed-links.test-support.ts';
import { HAPPENINGS, happens } from './mailed-secret.test-support.ts';

const ROWS = [...LINKS, ...CODES];

/** The cells of the table of mailed secrets in docs/contributing/decisions.md, by row and column. */
function documented(): Record<string, Record<string, string>> {
  const file = new URL('../../../../../docs/contributing/decisions.md', import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith('| Mailed secret |'));
  const table = lines.slice(start, start + 2 + ROWS.length);
  const [[, ...columns] = [], , ...rows] = table.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return Object.fromEntries(
    rows.map(([title = '', ...words]) => [title, Object.fromEntries(words.map((said, at) => [columns[at], said]))]),
  );
}

const TABLE = documented();

describe('X3 a mailed secret', () => {
  it('X3 has a row in the documentation, with a cell for everything that can happen to its address', () => {
    expect(Object.keys(TABLE)).toEqual(ROWS.map(([title]) => title));
    for (const row of Object.values(TABLE)) expect(Object.keys(row)).toEqual(HAPPENINGS);
  });

  it.each(ROWS.map((row) => [row[0], row] as const))('X3 works and ends as documented: %s', async (title, row) => {
    const [, policy, sends] = row;
    const providers = { corp: { mailDomains: ['example.org', 'elsewhere.example'], mailFollows: true } };
    const corp = new FakeProvider();
    const host = await texting({ policy: { ...policy, providers }, providers: [corp] });
    const world = Object.assign(host.world, { corp });
    const came: Record<string, string> = {};
    for (const [place, happening] of HAPPENINGS.entries()) {
      const name = `person${place}`;
      const out = await sends(host, name);
      world.now += 1_000;
      const isPossible = await happens(world, happening, out, name);
      came[happening] = !isPossible ? '–' : (await out.uses()) === 'works' ? 'works' : 'void';
    }
    expect(came).toEqual(TABLE[title]);
    const untouched = await sends(host, 'nobody');
    world.now += 1_000;
    expect(await untouched.uses()).toBe('works');
    await world.auth.close();
  });
});
