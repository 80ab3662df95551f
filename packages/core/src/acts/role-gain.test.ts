import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import { ADMINISTERED } from './asked.test-support.ts';
import { covers, gainedRanks, type RankFrom, rankOf, ranksFrom } from './role-gain.ts';

const own = (rank: RankFrom['rank']): RankFrom => ({ rank });
const by = (provider: string, rank: RankFrom['rank']): RankFrom => ({ provider, rank });

describe('N15 the administration by each source of roles', () => {
  const POLICY = definePolicy(ADMINISTERED);

  it('is the widest of its roles, and none without a role of administration', () => {
    const sources = [
      { roles: ['reader'] },
      { provider: 'corp', roles: ['admin', 'super-admin'] },
      { provider: 'club', roles: ['admin'] },
      { provider: 'office', roles: [] },
    ];
    expect(ranksFrom(POLICY, sources)).toEqual([by('corp', 'policy'), by('club', 'people')]);
    expect(ranksFrom(POLICY, [{ roles: ['admin'] }])).toEqual([own('people')]);
  });

  it('is found by its source', () => {
    const ranks = [by('corp', 'policy'), own('people')];
    expect(rankOf(ranks, 'corp')).toBe('policy');
    expect(rankOf(ranks, undefined)).toBe('people');
    expect(rankOf(ranks, 'club')).toBeUndefined();
  });

  it('contains the same, and the policy contains people', () => {
    expect([covers('policy', 'people'), covers('policy', 'policy'), covers('people', 'people')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([covers('people', 'policy'), covers(undefined, 'people')]).toEqual([false, false]);
    expect([covers('policy', 'helpdesk'), covers('people', 'helpdesk'), covers('helpdesk', 'helpdesk')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([covers('helpdesk', 'people'), covers('helpdesk', 'policy')]).toEqual([false, false]);
  });
});

describe('N15 the roles for which an account loses what others set up', () => {
  it('are all for which the account was not cleared', () => {
    const present = [own('people'), by('corp', 'policy')];
    expect(gainedRanks([], present)).toEqual(present);
    expect(gainedRanks(present, present)).toEqual([]);
    expect(gainedRanks([own('people')], [own('policy')])).toEqual([own('policy')]);
    expect(gainedRanks([own('policy')], [own('people')])).toEqual([]);
    expect(gainedRanks([], [own('helpdesk')])).toEqual([own('helpdesk')]);
    expect(gainedRanks([own('helpdesk')], [own('people')])).toEqual([own('people')]);
    expect(gainedRanks([own('people')], [own('helpdesk')])).toEqual([]);
  });

  it('are those of each provider, whatever another provider cleared', () => {
    expect(gainedRanks([by('corp', 'policy')], [by('club', 'policy')])).toEqual([by('club', 'policy')]);
    expect(gainedRanks([by('corp', 'people')], [by('club', 'people')])).toEqual([by('club', 'people')]);
    expect(gainedRanks([by('corp', 'policy')], [own('people')])).toEqual([own('people')]);
  });

  it('are not those of a provider, if the own roles cleared as much', () => {
    expect(gainedRanks([own('policy')], [by('corp', 'policy'), by('club', 'people')])).toEqual([]);
    expect(gainedRanks([own('people')], [by('corp', 'people'), by('club', 'policy')])).toEqual([by('club', 'policy')]);
  });

  it('are not a role of people from a provider, while the account is cleared for a role of the policy', () => {
    expect(gainedRanks([by('corp', 'policy')], [by('club', 'people')])).toEqual([]);
    expect(gainedRanks([by('corp', 'policy')], [by('club', 'helpdesk')])).toEqual([]);
    expect(gainedRanks([by('corp', 'people')], [by('club', 'helpdesk')])).toEqual([by('club', 'helpdesk')]);
    expect(gainedRanks([by('office', 'people'), by('corp', 'policy')], [by('club', 'people')])).toEqual([]);
  });
});
