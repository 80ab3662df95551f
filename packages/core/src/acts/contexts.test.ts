import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyContexts, anyTold } from '../decision/contexts.test-support.ts';
import { account, key, NOW, passkey, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { anyEntered, anyOrganisations, enteredUnder } from '../decision/organisations.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import { defineOrganisation } from '../policy/define-organisation.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { policyIn } from '../policy/policy-in.ts';
import { reachOf } from '../reach/reach.ts';
import type { Evidence } from '../strength/evidence.ts';
import { wornRoles } from './administration.ts';
import { ownersDemand } from './demand.ts';
import { judge } from './judge.ts';
import { anyActor, anyCase, anyPolicy } from './worlds.test-support.ts';

describe('X41 an act in an organisation', () => {
  it('is judged as outside of it: an organisation decides who enters', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        fc.record({ contexts: anyContexts, organisations: anyOrganisations }),
        anyTold,
        anyEntered,
        anyCase(anyActor),
        (policy, more, told, entered, { act, question }) => {
          const input = { ...policy, ...more };
          const compiled = definePolicy(input);
          const { written, roles } = enteredUnder(input, entered);
          const rules = defineOrganisation(compiled, 'acme', written);
          const placed = policyIn(compiled, { contexts: told, organisation: { rules, roles }, now: NOW });
          const outside = judge(policyIn(compiled, { contexts: told, now: NOW }), act, question);
          const inside = judge(placed, act, question);
          // A flow into the organisation sets up what the organisation asks for.
          if (act.type !== 'enroll' || question.actor.kind !== 'flow') expect(inside).toEqual(outside);
        },
      ),
      runs(1500),
    );
  });
});

describe('N17 an act in a context', () => {
  it('that is allowed is allowed without the context', () => {
    fc.assert(
      fc.property(anyPolicy, anyContexts, anyTold, anyCase(anyActor), (input, contexts, told, { act, question }) => {
        const policy = definePolicy({ ...input, contexts });
        if (judge(policyIn(policy, { contexts: told }), act, question).outcome === 'refused') return;
        // A flow opens a set-up only where more is asked. Without the context the flow is granted, or asks for less.
        if (act.type === 'enroll' && question.actor.kind === 'flow') return;
        expect({ act, actor: question.actor, ...judge(policy, act, question) }).toMatchObject({ outcome: 'allowed' });
      }),
      runs(1500),
    );
  });

  const POLICY = definePolicy<string>({
    administrators: { policy: ['admin'] },
    requiredStrength: 'single',
    contexts: {
      keyOnly: { methods: ['passkey'] },
      outside: { requiredStrength: 'enhanced', recentProof: '1m' },
      closed: { refuse: true },
    },
  });
  const there = (...contexts: string[]) => policyIn(POLICY, { contexts });

  it('asks for the level that the account can give anywhere: fewer ways in do not lower the demand of the owner', () => {
    const owner = account({ ldap: true, passkeys: [key('k1', { userVerified: false })] });
    const question = {
      actor: { kind: 'session' },
      target: owner,
      evidence: [passkey('k1', { userVerified: false })],
      now: NOW,
    } as const;
    expect(ownersDemand(there('keyOnly'), owner).strengths).toEqual(ownersDemand(POLICY, owner).strengths);
    expect(judge(there('keyOnly'), { type: 'delete' }, question)).toMatchObject({ reason: 'no-way-in' });
  });

  it('asks for a proof of the age that the context names', () => {
    const owner = account({ ...WITH_MAIL, totp: true });
    const old = (shown: Evidence): Evidence => ({ ...shown, at: (NOW - 120_000) as typeof NOW });
    const question = {
      actor: { kind: 'session' },
      target: owner,
      evidence: [old(password()), old(proof('totp'))],
      now: NOW,
    } as const;
    expect(judge(POLICY, { type: 'delete' }, question).outcome).toBe('allowed');
    expect(judge(there('outside'), { type: 'delete' }, question)).toMatchObject({ reason: 'insufficient-strength' });
  });

  it('takes no role from an administrator whom the place asks for more', () => {
    const given = [{ method: 'ldap', provider: 'dir', roles: ['admin'], saidAt: NOW }] as const;
    const admin = account({ ldap: true, totp: true }, { roles: ['admin'], given });
    for (const place of [there('outside'), there('keyOnly'), there('closed')])
      expect(wornRoles(place, admin, [proof('ldap')], NOW)).toEqual(['admin']);
  });

  it('is judged with the way in that the account has anywhere', () => {
    const owner = account({ password: 'independent', mailDomain: 'home.example' });
    for (const place of [there('keyOnly'), there('outside'), there('closed')])
      expect(reachOf(place, owner)).toEqual(reachOf(POLICY, owner));
    const removal = { type: 'remove', factor: 'totp', leaves: { account: owner, vouched: false } } as const;
    const evidence = [password(), proof('totp')];
    const target = account({ ...WITH_MAIL, totp: true });
    expect(judge(there('outside'), removal, { actor: { kind: 'session' }, target, evidence, now: NOW }).outcome).toBe(
      'allowed',
    );
  });
});
