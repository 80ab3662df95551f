import { definePolicy, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { analyseThreats, type ThreatAnalysis } from './analyse-threats.ts';
import { betterThreatRows, byAccounts, compareThreats, threatRows, type WorseThreat } from './compare-threats.ts';
import type { ThreatGoal } from './goal.ts';
import { chainText } from './words.ts';

function analyse(policy: PolicyInput<string>): ThreatAnalysis {
  const administrators = { policy: ['chief'], people: [] };
  const host = { methods: ['passkey', 'password', 'totp', 'email-code', 'backup-code'] } as const;
  const thieves = [
    { id: 'password', thefts: ['password'] },
    { id: 'mailbox', thefts: ['mailbox'] },
  ] as const;
  return analyseThreats(definePolicy({ administrators, ...policy }, host), { thieves });
}

const strict = analyse({ roles: { chief: { requiredStrength: 'enhanced' } } });
const lax = analyse({ roles: { chief: { requiredStrength: 'enhanced' } }, enrollment: { firstFactor: 'password' } });

/** A cell in which a thief gains a goal on an account with a role. */
function cellOf(gained: ThreatGoal, role: string): WorseThreat {
  const account = { roles: [role], factors: { passkeys: [] } };
  return { thief: 'password', account, before: [], after: [gained], gained, chain: [] };
}

describe('compareThreats', () => {
  it('N16 tells the cells in which a thief reaches more, the gravest first, with the new chain', () => {
    const { worse, better } = compareThreats(strict, lax);
    expect(better).toEqual([]);
    expect(worse[0]).toMatchObject({ thief: 'password', account: { roles: ['chief'] }, gained: 'policy' });
    expect(chainText(worse[0]?.chain ?? [])).toBe(
      'signs in by the password → sets up a passkey of their own → changes the policy',
    );
    expect(threatRows({ worse })[0]).toMatchObject({
      thief: 'password',
      reach: 'chief: password, mail',
      before: 'nothing',
      after: 'policy',
      chain: 'signs in by the password → sets up a passkey of their own → changes the policy',
      codes: {
        ...{ thief: 'password', roles: ['chief'], factors: ['password', 'email-code'], emergency: false },
        ...{ before: [], after: ['policy'] },
        chain: [{ move: 'begins' }, { move: 'sets-up', method: 'passkey' }, { move: 'changes-policy' }],
      },
    });
  });

  it('N16 tells the cells in which a thief reaches less, the gravest first, and finds nothing in the same policy', () => {
    const { worse, better } = compareThreats(lax, strict);
    expect(worse).toEqual([]);
    expect(betterThreatRows({ better })).toContainEqual({
      thief: 'password',
      reach: 'chief: password, mail',
      before: 'policy',
      after: 'nothing',
      lost: 'policy',
      codes: {
        ...{ thief: 'password', roles: ['chief'], factors: ['password', 'email-code'], emergency: false },
        ...{ before: ['policy'], after: [] },
      },
    });
    expect(compareThreats(strict, strict)).toEqual({ worse: [], better: [], undecided: 0 });
  });

  it('N16 orders cells for a person: first the kinds with accounts, then the gravest, then the most accounts', () => {
    const [grave, light] = [cellOf('policy', 'grave'), cellOf('session-single', 'light')];
    const [many, none] = [cellOf('session-single', 'many'), cellOf('policy', 'none')];
    const counts = new Map([
      ['grave', 1],
      ['light', 2],
      ['many', 1333],
    ]);
    const ordered = byAccounts([none, light, grave, many], ({ roles: [role = ''] }) => counts.get(role) ?? 0);
    expect(ordered.map(({ cell, accounts }) => [cell.account.roles[0], accounts])).toEqual([
      ['grave', 1],
      ['many', 1333],
      ['light', 2],
      ['none', 0],
    ]);
  });

  it('N16 takes a stronger session for more, and a weaker session for less', () => {
    const single = analyse({ requiredStrength: 'single' });
    const baseline = analyse({});
    const gained = compareThreats(baseline, single).worse.filter(({ thief }) => thief === 'password');
    expect(gained.map(({ gained: goal }) => goal)).toContain('session-single');
  });
});
