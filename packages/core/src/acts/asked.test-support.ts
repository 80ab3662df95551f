// Acts, actors and their questions as tests write them down.

import { account, NOW } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { HostMethods } from '../policy/host-methods.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { type Instant, instant } from '../time/instant.ts';
import type { Act, Actor, ActQuestion, ActRefusal, Verdict } from './act.ts';
import { judge } from './judge.ts';

/** `admin` administers people, and `super-admin` the policy. */
export const ADMINISTERED: PolicyInput<string> = { administrators: { policy: ['super-admin'], people: ['admin'] } };

/** What is asked beside policy and act, as far as a test has to say it. */
export interface Asked {
  readonly actor?: Actor;
  readonly target?: AccountFacts | undefined;
  readonly evidence?: readonly Evidence[];
  readonly now?: Instant;
  /** What the host brings. Absent: everything built in. */
  readonly host?: HostMethods | undefined;
}

/** Judges under a policy as it is written. A person in a session acts on an empty account, unless said otherwise. */
export function verdictOn(policy: PolicyInput<string>, act: Act, { host, ...asked }: Asked): Verdict {
  const question: ActQuestion = { actor: { kind: 'session' }, target: account({}), evidence: [], now: NOW, ...asked };
  return judge(definePolicy(policy, host), act, question);
}

/** The same in one word: `allowed`, or why the act is refused. */
export function answerTo(policy: PolicyInput<string>, act: Act, asked: Asked): 'allowed' | ActRefusal {
  const verdict = verdictOn(policy, act, asked);
  return verdict.outcome === 'allowed' ? 'allowed' : verdict.reason;
}

/** The codes of a refusal's reasons. */
export function reasonsOf(verdict: Verdict): readonly string[] {
  return verdict.outcome === 'allowed' ? [] : verdict.because.map(({ code }) => code);
}

/** One act of each type, of which the account is left as it is. */
export function everyAct(target: AccountFacts): Readonly<Record<Act['type'], Act>> {
  const leaves = { account: target, vouched: false };
  return {
    enroll: { type: 'enroll', factor: 'passkey' },
    remove: { type: 'remove', factor: 'totp', leaves },
    'rename-passkey': { type: 'rename-passkey' },
    'issue-backup-codes': { type: 'issue-backup-codes' },
    'set-password': { type: 'set-password' },
    'set-address': { type: 'set-address' },
    'set-identifier': { type: 'set-identifier', name: { identifier: 'a name', present: [], isOthers: false } },
    export: { type: 'export' },
    recover: { type: 'recover' },
    link: { type: 'link', method: 'sso', provider: 'corp', leaves },
    unlink: { type: 'unlink', provider: 'corp', leaves },
    'offer-recovery': { type: 'offer-recovery' },
    'take-roles': { type: 'take-roles' },
    'end-sessions': { type: 'end-sessions' },
    'forget-device': { type: 'forget-device' },
    'write-vault': { type: 'write-vault' },
    'join-organisation': { type: 'join-organisation' },
    reseal: { type: 'reseal' },
    create: { type: 'create', roles: [], emergency: false },
    bootstrap: { type: 'bootstrap', first: true },
    block: { type: 'block' },
    unblock: { type: 'unblock' },
    unlock: { type: 'unlock' },
    delete: { type: 'delete' },
    'set-roles': { type: 'set-roles', roles: [], leaves, forced: false },
    'set-methods': { type: 'set-methods', leaves, forced: false },
    'set-required-strength': { type: 'set-required-strength', leaves, forced: false },
    'reset-two-step': { type: 'reset-two-step' },
    'reset-passkeys': { type: 'reset-passkeys' },
    'revoke-passkey': { type: 'revoke-passkey' },
    vouch: { type: 'vouch' },
    'help-in': { type: 'help-in' },
    remind: { type: 'remind' },
    'use-vouching': { type: 'use-vouching' },
    'change-policy': { type: 'change-policy' },
    'open-vault-in-emergency': { type: 'open-vault-in-emergency' },
    'create-organisation': { type: 'create-organisation' },
    'change-organisation': { type: 'change-organisation', strandsOwners: false, forced: false },
    'set-member': { type: 'set-member', roles: [], were: [], strandsOwners: false, forced: false },
    'remove-member': { type: 'remove-member', were: [], strandsOwners: false, forced: false },
    'remove-organisation': { type: 'remove-organisation' },
  };
}

/** Evidence as it was this many minutes ago. */
export function minutesAgo(minutes: number, ...evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.map((proof) => ({ ...proof, at: instant(proof.at - minutes * 60_000) }));
}
