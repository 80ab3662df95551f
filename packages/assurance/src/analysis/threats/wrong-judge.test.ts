import {
  type AccountFactors,
  type Act,
  type ActQuestion,
  definePolicy,
  instant,
  judge,
  METHODS,
  type Policy,
  settingUp,
  type Verdict,
} from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import type { ThreatAccount } from './accounts.ts';
import { analyseBy } from './analyse-threats.ts';
import { compareThreats } from './compare-threats.ts';
import { type ThreatRules, threatWorld } from './host.ts';
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
  const world = threatWorld(policy, { providers: { corp: {} } }, { judge: wrong });
  const { findings } = analyseBy(world, { thieves: THIEVES });
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
      analyseBy(threatWorld(policy, { providers: { corp: {} } }, { judge: by }), { thieves: THIEVES.slice(0, 1) }),
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
    const sees = analyseBy(threatWorld(policy, {}, { judge: wrong }), { thieves: THIEVES }).cells.filter(
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

/** Without evidence a set-up is the owner's. */
const ownersWithoutEvidence: typeof settingUp = (...asked) => {
  const [, , , evidence] = asked;
  return evidence.length === 0 ? undefined : settingUp(...asked);
};

/** A judge who opens a set-up in a flow without evidence, if the flow has this purpose. One act of an administrator voids flows. */
function openWithoutEvidence(purpose: 'sign-up' | 'sign-in', voids: Act['type']): Judge {
  const link = [{ method: 'email-code', at: instant(0) }] as const;
  return (under, act, question) => {
    const { actor, evidence } = question;
    if (actor.kind === 'administrator' && VOIDS.has(act.type)) return act.type === voids ? ALLOWED : REFUSED;
    const isVoid = act.type === 'enroll' && actor.kind === 'flow' && evidence.length === 0;
    if (!isVoid || actor.purpose !== purpose) return judge(under, act, question);
    return judge(under, act, { ...question, actor: { kind: 'flow', purpose: 'sign-up' }, evidence: link });
  };
}

/** The same judge, who refuses some acts of administrators. */
function refusing(wrong: Judge, refuses: (act: Act, factors: Partial<AccountFactors>) => boolean): Judge {
  return (under, act, question) => {
    const { actor, target } = question;
    const isRefused = actor.kind === 'administrator' && refuses(act, target?.factors ?? {});
    return isRefused ? REFUSED : wrong(under, act, question);
  };
}

const KEY = {
  id: 'owner',
  aaguid: '00000000-0000-0000-0000-000000000000',
  userVerified: true,
  deviceBound: true,
  attested: false,
} as const;
const ALLOWED: Verdict = { outcome: 'allowed' };
const REFUSED: Verdict = { outcome: 'refused', reason: 'not-permitted', because: [] };
const VOIDS: ReadonlySet<Act['type']> = new Set<Act['type']>([
  ...(['end-sessions', 'block', 'reset-two-step', 'reset-passkeys', 'set-password'] as const),
]);

describe('an analysis by rules that open a void flow', () => {
  // A password does not complete the flow, so that every act leaves a set-up open.
  const strict = definePolicy(
    { requiredStrength: 'phishing-resistant', administrators: { policy: ['chief'], people: ['clerk'] } },
    { methods: METHODS },
  );
  const HELPED: ThreatAccount = { roles: [], factors: { password: 'independent', passkeys: [KEY] } };
  const rules = { settingUp: ownersWithoutEvidence };

  /** The chain of the people administrator to the policy. */
  const chainBy = (wrong: Judge, other: Partial<ThreatRules>, accounts: readonly ThreatAccount[] = []) => {
    const { findings } = analyseBy(threatWorld(strict, {}, { judge: wrong, ...other }), {
      ...{ thieves: THIEVES.slice(1), accounts },
    });
    const found = findings.find(({ code }) => code === 'people-administrator-reaches-policy');
    return found?.example && chainText(found.example.chain);
  };

  it.each([
    ['end-sessions', 'signs the account out'],
    ['block', 'blocks the account → unblocks the account'],
    ['reset-two-step', 'resets two-step verification, which issues an enrollment code'],
    ['reset-passkeys', 'resets the passkeys'],
    ['set-password', 'gives the account a password'],
  ] as const)('N16 N15 finds a void invitation that goes on after %s, if its set-up is the owner’s', (act, words) => {
    // A sign-up is the shorter chain.
    const wrong = refusing(openWithoutEvidence('sign-up', act), ({ type }, { mailDomain }) => {
      return type === 'end-sessions' && mailDomain !== 'thief.example';
    });
    expect(chainBy(wrong, rules)).toBe(
      `creates the account, with an invitation to an address of their own → opens the invitation → ${words} → sets up a passkey of their own → THE OWNER GAINS THE ROLE CHIEF → signs in by a passkey of their own → changes the policy`,
    );
    expect(chainBy(wrong, {})).toBeUndefined();
    expect(chainBy(judge, rules)).toBeUndefined();
  });

  it('N16 N15 finds a void sign-up that goes on', () => {
    const wrong = refusing(openWithoutEvidence('sign-up', 'end-sessions'), ({ type }) => type === 'create');
    expect(chainBy(wrong, rules)).toBe(
      "signs up by the owner's mailbox, and leaves the sign-up waiting → signs the account out → sets up a passkey of their own → THE OWNER GAINS THE ROLE CHIEF → changes the policy",
    );
    expect(chainBy(judge, rules)).toBeUndefined();
  });

  it('N16 N15 finds a void sign-in by an enrollment code that goes on', () => {
    const wrong = refusing(openWithoutEvidence('sign-in', 'end-sessions'), ({ type }) => type === 'create');
    expect(chainBy(wrong, rules, [HELPED])).toContain(
      'signs in by the enrollment code → signs the account out → sets up a passkey of their own',
    );
    expect(chainBy(wrong, {}, [HELPED])).toBeUndefined();
    expect(chainBy(judge, rules, [HELPED])).toBeUndefined();
  });
});
