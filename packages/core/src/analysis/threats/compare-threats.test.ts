import { describe, expect, it } from 'vitest';
import { definePolicy } from '../../policy/define-policy.ts';
import type { PolicyInput } from '../../policy/policy.ts';
import { analyseThreats, type ThreatAnalysis } from './analyse-threats.ts';
import { betterThreatRows, compareThreats, threatRows } from './compare-threats.ts';
import { chainText } from './words.ts';

function analyse(policy: PolicyInput): ThreatAnalysis {
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
    });
    expect(compareThreats(strict, strict)).toEqual({ worse: [], better: [], undecided: 0 });
  });

  it('N16 takes a stronger session for more, and a weaker session for less', () => {
    const single = analyse({ requiredStrength: 'single' });
    const baseline = analyse({});
    const gained = compareThreats(baseline, single).worse.filter(({ thief }) => thief === 'password');
    expect(gained.map(({ gained: goal }) => goal)).toContain('session-single');
  });
});
