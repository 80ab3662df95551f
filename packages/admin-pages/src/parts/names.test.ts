import { describe, expect, it } from 'vitest';
import { domainOf, namesText, otherMailbox, signInName } from './names.ts';

const accountId = 'a1';

describe('the names of an account for administrators', () => {
  it.each([
    [{ accountId, identifiers: ['dora'], email: 'dora@example.org' }, 'dora (dora@example.org)'],
    [{ accountId, identifiers: ['ceo@example.org'], email: 'eve@example.org' }, 'ceo@example.org (eve@example.org)'],
    [{ accountId, identifier: 'dora', email: 'dora@example.org' }, 'dora (dora@example.org)'],
    [{ accountId, identifiers: ['dora@example.org', 'dora'], email: 'dora@example.org' }, 'dora@example.org'],
    [{ accountId, identifiers: ['dora', 'dora@example.org'], email: 'dora@example.org' }, 'dora'],
    [{ accountId, identifier: 'dora' }, 'dora'],
    [{ accountId, identifiers: [] }, accountId],
    [{ accountId, identifiers: [], email: 'dora@example.org' }, `${accountId} (dora@example.org)`],
  ])('X21 of %j are %j', (account, text) => {
    expect(namesText(account)).toBe(text);
    expect(text.startsWith(signInName(account))).toBe(true);
    expect(otherMailbox(account) === undefined).toBe(!text.includes('('));
  });

  it('X21 have no domain as one text', () => {
    expect(domainOf('dora@example.org')).toBe('example.org');
    for (const text of ['dora', 'dora (dora@example.org)', 'a@b.example (c@d.example)', undefined])
      expect(domainOf(text)).toBeUndefined();
  });
});
