import { access, readdir, readFile } from 'node:fs/promises';
import { accountText, analyseThreats, decisionMatrix, thiefText } from '@sallyport/assurance';
import { lockoutTable } from '@sallyport/assurance/lockout-simulation';
import { definePolicy } from '@sallyport/core';
import { describe, expect, it, vi } from 'vitest';
import { threatWorld } from '../../../assurance/src/analysis/threats/host.ts';
import { ordinaryThieves } from '../../../assurance/src/analysis/threats/thieves.ts';
import { HIT } from './card.test-support.ts';

vi.mock(import('../../../core/src/strength/methods/list.ts'), async (original) => {
  const { cardMethod } = await import('./card-method.test-support.ts');
  const { LISTED } = await original();
  return { LISTED: Object([...LISTED, cardMethod]) };
});

describe('the reports on a policy', () => {
  const policy = definePolicy({ administrators: { policy: ['super-admin'] } });

  it('N6 tell the odds of a guess at the card', () => {
    const rows = lockoutTable(policy.lockout, { years: 1 }).filter(({ attacker }) => `${attacker}` === 'card');
    expect(rows.map(({ knownDevice }) => knownDevice)).toEqual([true, false]);
    const [chance = 0] = rows.map(({ outcomes }) => outcomes.at(-1)?.chance ?? 0);
    expect(chance).toBeGreaterThan(HIT);
    expect(chance).toBeLessThan(HIT * 100_000);
  });

  it('N16 know the thief of a card, and what the thief reaches', () => {
    const account = { roles: [], factors: { password: 'independent', passkeys: [], others: ['card'] } } as const;
    const thefts = [['password'], ['thing:card'], ['password', 'thing:card']] as const;
    const thieves = thefts.map((each) => ({ id: each.join('+'), thefts: each }));
    const { cells } = analyseThreats(policy, { accounts: [account], thieves });
    const reached = cells.map(({ thief, reached: goals }) => [
      thief,
      goals.some(({ goal }) => goal.startsWith('session')),
    ]);
    expect(reached).toEqual([
      ['password', false],
      ['thing:card', false],
      ['password+thing:card', true],
    ]);
    expect(accountText(account)).toBe('password, card');
    expect(thiefText('password+thing:card')).toBe('password + card');
    expect(ordinaryThieves(threatWorld(policy)).map(({ id }) => id)).toContain('thing:card');
  });

  it('N1 have a row of the matrix for an account with a card', () => {
    expect(JSON.stringify(decisionMatrix(policy))).toMatch(/card/);
  });
});

describe('docs/guide/adding-a-factor.md', () => {
  it('N15 lists every file of the card, and files that are there', async () => {
    const root = new URL('../../../../', import.meta.url);
    const guide = await readFile(new URL('docs/guide/adding-a-factor.md', root), 'utf8');
    const listed = (table: string): readonly string[] => {
      const [, rest = ''] = guide.split(`\n## ${table}\n`);
      const [text = ''] = rest.split('\n## ');
      return [...text.matchAll(/^\| `(?<file>packages\/[^`]+)`/gm)].map(({ groups }) => groups?.['file'] ?? '');
    };
    const folder = 'packages/test-support/src/matrix-card/';
    const files = (await readdir(new URL(folder, root))).map((name) => `${folder}${name}`);
    expect(listed('The printed card').toSorted()).toEqual(files.toSorted());
    const product = listed('A built-in factor').filter((file) => !file.includes('NAME'));
    expect(await Promise.all(product.map((file) => access(new URL(file, root))))).toHaveLength(product.length);
    const all = listed('A built-in factor');
    expect(all.length).toBeLessThanOrEqual(15);
    expect(new Set(all.map((file) => file.split('/')[1])).size).toBeLessThanOrEqual(3);
  });
});
