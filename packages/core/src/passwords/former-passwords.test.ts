import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../decision/runs.test-support.ts';
import { type AccountPasswords, comparedPasswords, formerPasswordsAfter } from './former-passwords.ts';
import { passwordRules } from './password-rules.ts';

const rules = (history: number) => passwordRules({ history }, false);

describe('the passwords of an account', () => {
  it('X27 a new password is compared with the last N, the present one included', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 1, max: 40 }), (history, changes) => {
        let kept: AccountPasswords = { former: [] };
        for (let turn = 0; turn < changes; turn += 1) {
          const present = { id: `${turn}`, hash: `hash ${turn}` };
          kept = { present, former: formerPasswordsAfter(rules(history), kept.present, present, kept.former) };
        }
        const all = Array.from({ length: changes }, (_, turn) => `hash ${turn}`).toReversed();
        expect(comparedPasswords(rules(history), kept)).toEqual(all.slice(0, history));
        expect(kept.former.length).toBeLessThanOrEqual(Math.max(0, history - 1));
      }),
      runs(100),
    );
  });

  it('X27 a password that is removed is a former one, and a renewed hash is none', () => {
    const before = { id: 'p1', hash: 'a' };
    expect(formerPasswordsAfter(rules(4), before, undefined, ['b', 'c', 'd', 'e'])).toEqual(['a', 'b', 'c', 'd']);
    expect(formerPasswordsAfter(rules(4), before, { id: 'p1', hash: 'renewed' }, ['b'])).toEqual(['b']);
  });

  it('X27 a shorter history drops the hashes that are too many, at the next change of the account', () => {
    const present = { id: 'p1', hash: 'a' };
    expect(formerPasswordsAfter(rules(2), present, present, ['b', 'c', 'd'])).toEqual(['b']);
    expect(formerPasswordsAfter(rules(0), present, present, ['b', 'c', 'd'])).toEqual([]);
  });

  it('X27 a present password whose hash another system keeps counts as one, and cannot be compared', () => {
    expect(comparedPasswords(rules(3), { present: { id: 'p1' }, former: ['a', 'b', 'c'] })).toEqual(['a', 'b']);
    expect(formerPasswordsAfter(rules(3), { id: 'p1' }, { id: 'p2', hash: 'b' }, ['a'])).toEqual(['a']);
  });
});
