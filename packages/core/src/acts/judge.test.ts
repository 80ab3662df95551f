import { describe, expect, it } from 'vitest';
import { account, key, passkey, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Act, Actor } from './act.ts';
import { ADMINISTERED, answerTo, everyAct, reasonsOf, verdictOn } from './asked.test-support.ts';
import { ALLOWED, becauseOf } from './verdict.ts';

const POLICY: PolicyInput<string> = {
  ...{ ...ADMINISTERED, providers: { corp: { createAccounts: true, mailDomains: ['corp.example'] } } },
  ...{ requiredStrength: 'phishing-resistant', recentProof: '15m' },
};
/** Has everything, so that no act is refused for what the account lacks. */
const BEN = account({ ...WITH_MAIL, passkeys: [key()], totp: true, backupCodes: 8 });
const SHOWN: readonly Evidence[] = [password(), proof('totp'), passkey()];
const administrator = (...roles: readonly string[]): AccountFacts => account({ ...BEN.factors }, { roles });

interface Case {
  readonly actor: Actor;
  readonly target?: AccountFacts;
  readonly evidence?: readonly Evidence[];
  readonly may: readonly Act['type'][];
}

const ON_ORGANISATIONS: readonly Act['type'][] = [
  'create-organisation',
  'change-organisation',
  'set-member',
  'remove-member',
  'remove-organisation',
];

const ADMINISTRATION: readonly Act['type'][] = [
  ...(['create', 'block', 'unblock', 'unlock', 'delete', 'link', 'unlink'] as const),
  ...(['set-roles', 'set-methods', 'set-required-strength'] as const),
  ...([
    'reset-two-step',
    'reset-passkeys',
    'revoke-passkey',
    'vouch',
    'help-in',
    'remind',
    'end-sessions',
    'forget-device',
  ] as const),
];
const CASES: Readonly<Record<string, Case>> = {
  'a person in a session': {
    actor: { kind: 'session' },
    evidence: SHOWN,
    may: [
      ...(['enroll', 'remove', 'rename-passkey', 'issue-backup-codes', 'set-password', 'set-address'] as const),
      ...(['set-identifier', 'link', 'unlink', 'end-sessions', 'forget-device', 'write-vault', 'delete'] as const),
      ...(['export', 'join-organisation'] as const),
    ],
  },
  'a person in a sign-in that asks for a passkey': {
    actor: { kind: 'flow', purpose: 'sign-in' },
    target: account(WITH_MAIL),
    evidence: [password(), proof('email-code')],
    may: ['enroll'],
  },
  'a person in a recovery': {
    actor: { kind: 'flow', purpose: 'recover' },
    evidence: [proof('reset-token'), passkey()],
    may: ['recover'],
  },
  'a person in a sign-up': {
    actor: { kind: 'flow', purpose: 'sign-up' },
    target: account({ mailDomain: 'example.org' }),
    evidence: [proof('email-code')],
    may: ['create', 'enroll'],
  },
  'an administrator of people': {
    actor: { kind: 'administrator', account: administrator('admin'), isTarget: false },
    evidence: SHOWN,
    may: ADMINISTRATION,
  },
  'an emergency account that administers people': {
    actor: { kind: 'administrator', account: { ...administrator('admin'), emergency: true }, isTarget: false },
    evidence: SHOWN,
    may: [...ADMINISTRATION, 'open-vault-in-emergency'],
  },
  'an administrator of the policy': {
    actor: { kind: 'administrator', account: administrator('super-admin'), isTarget: false },
    evidence: SHOWN,
    may: [...ADMINISTRATION, 'change-policy', ...ON_ORGANISATIONS],
  },
  'somebody whose roles administer nothing': {
    actor: { kind: 'administrator', account: administrator('reader'), isTarget: false },
    evidence: SHOWN,
    may: [],
  },
  'an administrator who vouched earlier': {
    actor: { kind: 'voucher', account: administrator('admin') },
    may: ['use-vouching'],
  },
  'an administrator of the policy who invited earlier': {
    actor: { kind: 'inviter', account: administrator('super-admin') },
    may: ['set-member'],
  },
  'an administrator of people who invited earlier': {
    actor: { kind: 'inviter', account: administrator('admin') },
    may: [],
  },
  'a provider': {
    actor: { kind: 'provider', provider: 'corp', domain: 'corp.example' },
    may: ['create', 'link', 'set-roles'],
  },
  'a directory': {
    actor: { kind: 'directory', provider: 'corp', domain: 'corp.example' },
    target: account({ mailDomain: 'corp.example' }),
    may: ['create', 'set-roles'],
  },
  'the system': {
    actor: { kind: 'system' },
    may: ['create', 'change-policy', 'end-sessions', 'take-roles', 'offer-recovery'],
  },
};

describe('N15 each actor has exactly these rights', () => {
  it.each(Object.entries(CASES))('%s', (_, { actor, target = BEN, evidence = [], may }) => {
    for (const act of Object.values(everyAct(target))) {
      // In a flow, an enrollment that is not asked for is refused for the method.
      const refusal = actor.kind === 'flow' && act.type === 'enroll' ? 'method-not-allowed' : 'not-permitted';
      const answer = answerTo(POLICY, act, { actor, target, evidence });
      expect({ [act.type]: answer }).toEqual({ [act.type]: may.includes(act.type) ? 'allowed' : refusal });
    }
  });

  it('X25 host code, everything but to follow a link to a mailbox', () => {
    for (const act of Object.values(everyAct(BEN))) {
      const answer = answerTo(POLICY, act, { actor: { kind: 'host' }, target: BEN });
      expect({ [act.type]: answer }).toEqual({ [act.type]: act.type === 'recover' ? 'not-permitted' : 'allowed' });
    }
  });
});

const NEEDS_NO_ACCOUNT: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'create',
  'bootstrap',
  'change-policy',
  ...ON_ORGANISATIONS,
]);

describe('an act on no account', () => {
  it.each(Object.entries(CASES))(
    'N15 is nothing that %s may do, but to create and to change the policy',
    (_, { actor, evidence, may }) => {
      for (const act of Object.values(everyAct(BEN))) {
        const isPossible = may.includes(act.type) && NEEDS_NO_ACCOUNT.has(act.type);
        const answer = answerTo(POLICY, act, { actor, target: undefined, evidence });
        expect({ [act.type]: answer }).toEqual({ [act.type]: isPossible ? 'allowed' : 'not-permitted' });
      }
    },
  );

  it('N15 X25 nor that host code may do', () => {
    for (const act of Object.values(everyAct(BEN))) {
      const isPossible = NEEDS_NO_ACCOUNT.has(act.type);
      const answer = answerTo(POLICY, act, { actor: { kind: 'host' }, target: undefined });
      expect({ [act.type]: answer }).toEqual({ [act.type]: isPossible ? 'allowed' : 'not-permitted' });
    }
  });
});

describe('P18 a blocked account', () => {
  const blocked = { ...BEN, blocked: true };
  const actors: readonly Actor[] = [
    { kind: 'session' },
    { kind: 'flow', purpose: 'sign-in' },
    { kind: 'flow', purpose: 'recover' },
  ];

  it('changes nothing of itself, in a session or in a flow, and is told why', () => {
    for (const actor of actors) {
      for (const act of Object.values(everyAct(blocked))) {
        const verdict = verdictOn(POLICY, act, { actor, target: blocked, evidence: [proof('reset-token'), ...SHOWN] });
        expect(verdict).toMatchObject({ outcome: 'refused', reason: 'account-blocked' });
        expect(reasonsOf(verdict)).toEqual(['account-blocked']);
      }
    }
  });

  it('gets no link to replace its password', () => {
    const offer: Act = { type: 'offer-recovery' };
    const ask = (target: AccountFacts) => answerTo(POLICY, offer, { actor: { kind: 'system' }, target });
    expect(ask({ ...BEN, blocked: false })).toBe('allowed');
    expect(ask(blocked)).toBe('not-permitted');
    expect(ask(account({ passkeys: [key()] }))).toBe('not-permitted');
  });

  it('is unblocked, reset and deleted by administrators', () => {
    const { actor, evidence } = CASES['an administrator of people'] ?? { actor: { kind: 'system' } };
    for (const type of ['unblock', 'reset-two-step', 'delete'] as const)
      expect(answerTo(POLICY, everyAct(blocked)[type], { actor, target: blocked, evidence })).toBe('allowed');
  });

  it('administers nothing, and its word as a voucher holds no more', () => {
    const account = { ...administrator('super-admin'), blocked: true };
    const acts = everyAct(BEN);
    const asAdministrator: Actor = { kind: 'administrator', account, isTarget: false };
    expect(answerTo(POLICY, acts.vouch, { actor: asAdministrator, target: BEN, evidence: SHOWN })).toBe(
      'not-permitted',
    );
    const asVoucher: Actor = { kind: 'voucher', account };
    expect(answerTo(POLICY, acts['use-vouching'], { actor: asVoucher, target: BEN })).toBe('not-permitted');
  });
});

describe('X21 an account without a sign-in for a long time', () => {
  const block: Act = { type: 'block' };
  const DORMANT: PolicyInput<string> = { ...POLICY, dormant: { after: '90d', then: 'block' } };
  const ask = (policy: PolicyInput<string>, target: AccountFacts) =>
    answerTo(policy, block, { actor: { kind: 'system' }, target });

  it('is blocked by the system where the policy says so, and nowhere else', () => {
    expect(ask(DORMANT, BEN)).toBe('allowed');
    expect(ask(DORMANT, administrator('super-admin'))).toBe('allowed');
    expect(ask(POLICY, BEN)).toBe('not-permitted');
  });

  it('X16 is never blocked for it, if the account is for emergencies', () => {
    expect(ask(DORMANT, { ...BEN, emergency: true })).toBe('not-permitted');
    expect(ask(DORMANT, { ...BEN, emergency: false })).toBe('allowed');
  });
});

it('N15 an act that is allowed has no reasons', () => {
  expect(becauseOf(ALLOWED)).toEqual([]);
});
