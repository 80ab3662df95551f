import { describe, expect, it } from 'vitest';
import type { Filter } from './filter.ts';
import { type Counting, knownCount } from './known-count.ts';

const sort = '-lastSignInAt';

const counting: Counting = {
  risks: async () => ({
    risks: [
      { code: 'no-backup-codes', count: 120 },
      { code: 'policy-finding', count: 1 },
    ],
  }),
  overview: async () => ({
    byRole: [{ role: '', meets: 60, mustEnroll: 7, noWayIn: 3 }],
    byStrongestFactor: [{ factor: 'none', count: 81 }],
  }),
};

describe('the number of people whom filters list', () => {
  it.each<[string, Partial<Filter>, number | undefined]>([
    ['a risk', { risk: 'no-backup-codes' }, 120],
    ['a risk that nobody has', { risk: 'dormant' }, undefined],
    ['a risk among the blocked', { risk: 'no-backup-codes', state: 'blocked' }, undefined],
    ['a risk in a role', { risk: 'no-backup-codes', role: '' }, undefined],
    ['a search', { query: 'ada' }, undefined],
    ['a factor', { factor: 'totp' }, undefined],
    ['a strongest factor', { strongest: 'none' }, 81],
    ['no role', { role: '' }, 70],
    ['no role, in a group', { role: '', state: 'mustEnroll' }, 7],
    ['no role, locked', { role: '', state: 'locked' }, undefined],
    ['an unknown role', { role: 'gone' }, undefined],
    ['everybody', {}, undefined],
  ])('W4 is known for %s or not', async (_, filter, number) => {
    expect(await knownCount({ sort, ...filter }, counting)).toBe(number);
  });

  it('W4 is not known to somebody whom the server does not tell', async () => {
    const refuses = () => Promise.reject(new Error('not-permitted'));
    const refusing: Counting = { risks: refuses, overview: refuses };
    expect(await knownCount({ sort, risk: 'no-backup-codes' }, refusing)).toBeUndefined();
  });
});
