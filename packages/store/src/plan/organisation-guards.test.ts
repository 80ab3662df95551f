import { accountId, sampleAccount, sampleMembership, sampleOrganisation } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { ACME, commitOf } from './commit.test-support.ts';
import { planCommit } from './plan-commit.ts';

const cleo = accountId('cleo');
const ben = accountId('ben');

describe('the plan of a commit', () => {
  it('X41 of a new member: locks the account and the organisation, and looks for room behind the locks', () => {
    const membership = sampleMembership(ACME, 'o1', 'cleo');
    const rests = { organisation: 'o1', accountId: ben, version: 3 };
    const guards = { actor: { accountId: ben, version: 7 }, memberships: [rests] };
    const plan = planCommit(commitOf({ guards, membership }));
    const { organisation, accountId } = membership;
    expect(plan.guards).toEqual([
      { guard: 'lock', kind: 'account', ids: ['ben', 'cleo'] },
      { guard: 'live', kind: 'account', id: 'cleo', obstacle: 'account' },
      { guard: 'version', kind: 'account', id: 'ben', version: 7, obstacle: 'actor' },
      { guard: 'lock', kind: 'organisation', ids: ['o1'] },
      { guard: 'live', kind: 'organisation', id: 'o1', obstacle: 'organisation' },
      { guard: 'member', kind: 'membership', ...rests, obstacle: 'membership' },
      { guard: 'member', kind: 'membership', organisation, accountId, version: 0, obstacle: 'membership' },
      { guard: 'room', kind: 'membership', organisation, accountId, most: 1_000, obstacle: 'full' },
    ]);
    expect(plan.writes).toEqual([{ write: 'insert', kind: 'membership', record: membership }]);
  });

  it('X41 of an organisation: guards the version before, and needs no stored account that it brings itself', () => {
    const organisation = sampleOrganisation(ACME, 'o1');
    const [account, membership] = [sampleAccount(ACME, 'dora'), sampleMembership(ACME, 'o1', 'dora')];
    const founded = planCommit(commitOf({ account, organisation, membership }));
    expect(founded.guards).toEqual([
      { guard: 'lock', kind: 'organisation', ids: ['o1'] },
      { guard: 'version', kind: 'organisation', id: 'o1', version: 0, obstacle: 'organisation' },
      {
        guard: 'member',
        kind: 'membership',
        organisation: 'o1',
        accountId: 'dora',
        version: 0,
        obstacle: 'membership',
      },
      expect.objectContaining({ guard: 'free', kind: 'account', id: 'dora' }),
    ]);
    const next = sampleOrganisation(ACME, 'o1', { version: 5 });
    const removeMembership = { organisation: 'o1', accountId: cleo };
    expect(planCommit(commitOf({ organisation: next, removeMembership })).writes).toEqual([
      { write: 'replace', kind: 'organisation', record: next },
      { write: 'remove', kind: 'membership', ...removeMembership },
    ]);
  });
});
