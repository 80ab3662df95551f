import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolve } from '../flow/evolve.ts';
import { type FlowEvent, openFlow } from '../flow/flow.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Method } from '../strength/method.ts';
import { evaluate } from './evaluate.ts';
import { NOW, passkey, password, proof, sso } from './facts.test-support.ts';
import { runs } from './runs.test-support.ts';
import {
  accounts,
  anyAccount,
  anyPolicy,
  anyQuestion,
  evidenceFrom,
  evidenceOf,
  POLICIES,
  roleRule,
} from './worlds.test-support.ts';

const grants = (policy: Policy, account: AccountFacts, evidence: readonly Evidence[]) =>
  evaluate(policy, { account, evidence, now: NOW, local: true }).outcome === 'granted';

/** The link of a reset is not a proof: the link shows how the flow began, and an email code no longer counts after it. */
const proofs = (account: AccountFacts) =>
  evidenceFrom(account).map((all) => all.filter(({ method }) => method !== 'reset-token'));

describe('more evidence never loses a grant', () => {
  it('in a bounded world: no proof that is added to enough makes it too little', () => {
    for (const input of POLICIES.filter((_, place) => place % 2 === 0)) {
      const policy = definePolicy(input);
      for (const account of accounts()) {
        const lists = [...evidenceOf(account)].filter((list) => list.every(({ method }) => method !== 'reset-token'));
        for (const evidence of lists) {
          const oneLess = evidence.map((_, place) => evidence.toSpliced(place, 1));
          if (oneLess.some((less) => grants(policy, account, less)) && !grants(policy, account, evidence))
            expect({ account, evidence }).toBe('granted');
        }
      }
    }
  });

  it('in random worlds, whatever the order', () => {
    const world = fc.tuple(
      anyPolicy,
      anyAccount.chain((account) => fc.tuple(fc.constant(account), proofs(account), proofs(account))),
    );
    fc.assert(
      fc.property(world, ([input, [account, evidence, more]]) => {
        const policy = definePolicy(input);
        if (!grants(policy, account, evidence)) return;
        expect(grants(policy, account, [...evidence, ...more])).toBe(true);
        expect(grants(policy, account, [...more, ...evidence])).toBe(true);
      }),
      runs(600),
    );
  });

  it('nor does a proof that a flow takes in: what said more is kept', () => {
    const world = fc.tuple(
      anyPolicy,
      anyAccount.chain((account) => fc.tuple(fc.constant(account), proofs(account), proofs(account))),
    );
    const after = (evidence: readonly Evidence[]) =>
      evidence
        .map((shown): FlowEvent => ({ type: 'factor-proved', evidence: shown }))
        .reduce(evolve, openFlow('sign-in')).evidence;
    fc.assert(
      fc.property(world, ([input, [account, evidence, more]]) => {
        const policy = definePolicy(input);
        if (grants(policy, account, after(evidence)))
          expect(grants(policy, account, after([...evidence, ...more]))).toBe(true);
      }),
      runs(300),
    );
  });
});

describe('X1 a stricter policy never adds a grant', () => {
  /** Every grant of the stricter side is a grant of the other side. */
  function neverAdds(
    stricter: (policy: PolicyInput<string>, account: AccountFacts) => fc.Arbitrary<[PolicyInput<string>, AccountFacts]>,
  ): void {
    const world = fc
      .tuple(anyPolicy, anyAccount)
      .chain(([policy, account]) =>
        fc.tuple(fc.constant([policy, account] as const), stricter(policy, account), evidenceFrom(account)),
      );
    fc.assert(
      fc.property(world, ([[policy, account], [strictPolicy, strictAccount], evidence]) => {
        if (grants(definePolicy(strictPolicy), strictAccount, evidence))
          expect(grants(definePolicy(policy), account, evidence)).toBe(true);
      }),
      runs(300),
    );
  }

  it('with a role more', () => {
    neverAdds((policy, account) =>
      roleRule.map((more) => [
        { ...policy, roles: { ...policy.roles, more } },
        { ...account, roles: [...account.roles, 'more'] },
      ]),
    );
  });

  it("with a demand, or a restriction, of the account's own", () => {
    neverAdds((policy, { methods, ...account }) =>
      roleRule.map((own): [PolicyInput<string>, AccountFacts] => [
        policy,
        {
          ...account,
          ...(own.requiredStrength === undefined || account.requiredStrength !== undefined
            ? {}
            : { requiredStrength: own.requiredStrength }),
          ...(own.methods === undefined && methods === undefined
            ? {}
            : { methods: (own.methods ?? methods ?? []).filter((method) => methods?.includes(method) ?? true) }),
        },
      ]),
    );
  });

  it('with fewer ways in, no recovery by the mailbox alone, and no trust in providers', () => {
    neverAdds((policy, account) => fc.constant([{ ...policy, recovery: { mailboxAlone: 'refuse' } }, account]));
    neverAdds((policy, account) =>
      fc.constant([{ ...policy, providers: { corp: { mailDomains: ['corp.example'] }, club: {} } }, account]),
    );
    neverAdds(({ methods, ...policy }, account) =>
      fc.constant([{ ...policy, methods: (methods ?? ['sso', 'passkey']).slice(0, 1) }, account]),
    );
  });

  it('W14 X16 with no exemption: an emergency account needs every strength that any other does', () => {
    neverAdds((policy, account) => fc.constant([policy, { ...account, emergency: false }]));
  });
});

describe('whoever shows what is asked for gets somewhere', () => {
  /** The best proof by a method that this account can give. */
  function best(method: Method, { factors }: AccountFacts, shown: readonly Evidence[]): Evidence {
    if (method === 'password') return password(factors.password);
    if (method === 'sso') {
      const provider = factors.sso?.find(
        (name) => !shown.some((earlier) => earlier.method === 'sso' && earlier.provider === name),
      );
      return sso(provider, { acr: 'mfa', amr: ['hwk'] });
    }
    if (method !== 'passkey') return proof(method);
    const left = factors.passkeys.filter(
      ({ id, userVerified }) =>
        !shown.some(
          (earlier) =>
            earlier.method === 'passkey' && earlier.credentialId === id && earlier.userVerified === userVerified,
        ),
    );
    const { id, ...traits } = left[0] ?? { id: 'none' };
    return passkey(id, traits);
  }

  it('P3 W6 step by step, never in a circle, to a grant, to enrollment or to an administrator', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestion, fc.nat(), (input, { account }, choice) => {
        const policy = definePolicy(input);
        let evidence: readonly Evidence[] = [];
        for (let step = 0; step < 14; step++) {
          const decision = evaluate(policy, { account, evidence, now: NOW, local: true });
          if (decision.outcome !== 'factor-required') {
            if (decision.outcome === 'denied') expect(decision.reason).toBe('no-way-in');
            return;
          }
          expect(decision.accept.length).toBeGreaterThan(0);
          const method = decision.accept[choice % decision.accept.length] ?? 'password';
          evidence = [...evidence, best(method, account, evidence)];
        }
        expect('still asking').toBe('done');
      }),
      runs(300),
    );
  });
});
