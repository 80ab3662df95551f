import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { RULES, RULES_OF_THIEVES } from '../rules.mjs';

// `rules.test.ts` removes the rules, in thorough runs alone. A rule that no longer fits the sources is noticed in every run.
describe('N13 each rule that the simulation takes out of the engine', () => {
  it('is named in docs/contributing/simulation.md', async () => {
    const described = await readFile(new URL('../../../docs/contributing/simulation.md', import.meta.url), 'utf8');
    expect(RULES.map(({ name }) => name).filter((name) => !described.includes(`| \`${name}\` |`))).toEqual([]);
  });

  it('N16 is named in docs/reference/threats.md if thieves show that it is missing', async () => {
    const described = await readFile(new URL('../../../docs/reference/threats.md', import.meta.url), 'utf8');
    expect(RULES_OF_THIEVES.map(({ name }) => name).filter((name) => !described.includes(`| \`${name}\` |`))).toEqual(
      [],
    );
  });

  it('fits the sources: each edit finds its text once', async () => {
    const packages = new URL('../../', import.meta.url);
    const all = [...RULES, ...RULES_OF_THIEVES].flatMap(({ name, edits }) => edits.map((edit) => ({ name, ...edit })));
    const counts = await Promise.all(
      all.map(async ({ name, file, is }) => {
        const text = await readFile(new URL(file, packages), 'utf8');
        return { name, count: text.split(is).length - 1 };
      }),
    );
    expect(counts.filter(({ count }) => count !== 1)).toEqual([]);
  });
});
