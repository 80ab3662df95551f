import type { AccountPage } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { entriesOf, findPerson } from './find-person.ts';

const NOBODY = {
  all: 0,
  meets: 0,
  mustEnroll: 0,
  noWayIn: 0,
  locked: 0,
  blocked: 0,
  invited: 0,
  invitationOpen: 0,
  invitationOver: 0,
};

/** A search with these pages of names. Each account has its name as its id. `asked` has the cursors. */
function searchOf(...pages: readonly (readonly string[])[]) {
  const asked: (string | undefined)[] = [];
  const search = async ({ cursor }: { readonly cursor?: string | undefined }): Promise<AccountPage> => {
    asked.push(cursor);
    const place = Number(cursor ?? 0);
    const accounts = (pages[place] ?? []).map((name) => ({
      ...{ accountId: name, identifiers: [name], createdAt: '2026-01-01T00:00:00Z', roles: [], status: 'active' },
      ...{ meets: true, group: 'meets', factors: [], sessions: 0 },
    })) as unknown as AccountPage['accounts'];
    return { accounts, counts: NOBODY, ...(place + 1 < pages.length && { next: String(place + 1) }) };
  };
  return { search, asked };
}

const MANY = ['joanna@example.org', 'joanne@example.org'];

describe('W4 the person of a typed name', () => {
  it.each([
    ['has exactly the name, on a later page', 'ann', [MANY, ['ann', 'ann@example.org']], 'ann'],
    ['has the name in small letters', 'Ann', [MANY, ['ann']], 'ann'],
    [
      'is the only one with the name before the @, on a later page',
      'ann',
      [MANY, ['ann@example.org']],
      'ann@example.org',
    ],
    ['is the only one found', 'oanna', [['joanna@example.org']], 'joanna@example.org'],
    [
      'is nobody if two have the name before the @, on different pages',
      'ann',
      [['ann@a.example'], ['ann@b.example']],
      undefined,
    ],
    ['is nobody if several are found', 'oann', [MANY], undefined],
    ['is nobody if nobody is found', 'zoe', [[]], undefined],
  ])('%s', async (_, typed, pages, expected) => {
    expect(await findPerson(typed, searchOf(...pages).search)).toBe(expected);
  });

  it('is searched no further than the page with exactly the name, and on at most twenty pages', async () => {
    const near = searchOf(['ann'], MANY);
    expect(await findPerson('ann', near.search)).toBe('ann');
    expect(near.asked).toEqual([undefined]);
    const far = searchOf(...Array.from({ length: 30 }, () => MANY));
    expect(await findPerson('jo', far.search)).toBeUndefined();
    expect(far.asked).toHaveLength(20);
  });

  it('is in the entries of a search, which read a page only if asked', async () => {
    const { search, asked } = searchOf(MANY, ['ann']);
    for await (const accounts of entriesOf('ann', search)) {
      expect(accounts).toHaveLength(asked.length === 1 ? 2 : 1);
    }
    expect(asked).toEqual([undefined, '1']);
  });
});
