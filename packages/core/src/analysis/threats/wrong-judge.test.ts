import { describe, expect, it } from 'vitest';
import type { Act, ActQuestion, Verdict } from '../../acts/act.ts';
import { judge } from '../../acts/judge.ts';
import { definePolicy } from '../../policy/define-policy.ts';
import type { Policy } from '../../policy/policy.ts';
import { METHODS } from '../../strength/method.ts';
import { analyseBy } from './analyse-threats.ts';
import { compareThreats } from './compare-threats.ts';
import { threatWorld } from './host.ts';
import type { Thief } from './thief.ts';
import { chainText } from './words.ts';

const policy = definePolicy(
  {
    roles: { chief: { requiredStrength: 'enhanced' } },
    administrators: { policy: ['chief'], people: ['clerk'] },
  },
  { methods: METHODS, providers: ['corp'] },
);

const THIEVES: readonly Thief[] = [
  { id: 'mailbox', thefts: ['mailbox'] },
  { id: 'people-administrator', thefts: ['people-administrator'] },
];

type Judge = typeof judge;

/** The errors of the analysis, each with its chain. */
function errorsBy(wrong: Judge): ReadonlyMap<string, string> {
  const { findings } = analyseBy(threatWorld(policy, { providers: { corp: {} } }, wrong), { thieves: THIEVES });
  return new Map(
    findings
      .filter(({ severity }) => severity === 'error')
      .map(({ code, example }) => [code, chainText(example?.chain ?? [])]),
  );
}

/** A judge who forgets the gate for some acts, and asks for recent proof alone. */
function withoutGate(...types: readonly Act['type'][]): Judge {
  return (under: Policy, act: Act, question: ActQuestion): Verdict =>
    judge(under, question.actor.kind === 'session' && types.includes(act.type) ? { type: 'delete' } : act, question);
}

describe('an analysis by a wrong judge', () => {
  it('N16 finds no error by the right judge', () => {
    expect(errorsBy(judge)).toEqual(new Map());
  });

  it('N16 finds the mailbox that links an identity without the gate', () => {
    expect(errorsBy(withoutGate('link')).get('mailbox-reaches-administration')).toBe(
      'follows a recovery link → sets a new password → signs in by the new password → goes on by a code to the mailbox → links an identity of their own at corp → steps up by an identity of their own at corp → sets up a passkey of their own → administers people',
    );
  });

  it('N16 tells the mailbox that comes to administer as a cell that gets worse, the gravest first', () => {
    const [before, after] = [judge, withoutGate('link')].map((by) =>
      analyseBy(threatWorld(policy, { providers: { corp: {} } }, by), { thieves: THIEVES.slice(0, 1) }),
    );
    if (before === undefined || after === undefined) throw new RangeError('there are two analyses');
    const [first] = compareThreats(before, after).worse;
    expect(first).toMatchObject({ thief: 'mailbox', gained: 'people', account: { roles: ['clerk'] } });
    expect(first?.before).not.toContain('people');
  });

  it('N16 finds the mailbox that sets up a factor without the gate', () => {
    expect(errorsBy(withoutGate('enroll')).has('mailbox-keeps-account')).toBe(true);
  });

  it('N16 finds the mailbox that recovers without the other factor', () => {
    const wrong: Judge = (under, act, question) =>
      act.type === 'recover' ? { outcome: 'allowed' } : judge(under, act, question);
    expect(errorsBy(wrong)).toEqual(new Map());
    const sees = analyseBy(threatWorld(policy, {}, wrong), { thieves: THIEVES }).cells.filter(
      ({ thief, account, reached }) => thief === 'mailbox' && account.factors.totp === true && reached.length > 0,
    );
    expect(sees).not.toEqual([]);
  });

  it('N16 finds the people administrator who is not below policy administrators', () => {
    const wrong: Judge = (under, act, question) => {
      const { actor, target } = question;
      const isPeoples = actor.kind === 'administrator' || actor.kind === 'voucher';
      const roles = target?.roles.filter((role) => role !== 'chief');
      return judge(
        under,
        act,
        isPeoples && target !== undefined ? { ...question, target: { ...target, roles: roles ?? [] } } : question,
      );
    };
    expect(errorsBy(wrong).has('people-administrator-reaches-policy')).toBe(true);
  });
});
