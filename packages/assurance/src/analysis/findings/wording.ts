import {
  type AccountFactors,
  type Decision,
  type Evidence,
  type MethodMask,
  methodsOf,
  type Policy,
} from '@sallyport/core';
import { deliveredCode, PLAIN_SECONDS, WAY_IN_MASK } from '@sallyport/core/model';
import type { Counterexample } from './finding.ts';

/** `'a', 'b' and 'c'` */
export function quoted(names: readonly string[]): string {
  return conjoined(names.map((name) => `'${name}'`));
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function isWithin(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((name) => whole.includes(name));
}

/** `a, b and c` */
export function conjoined(words: readonly string[], by = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${by} ${words.at(-1)}`;
}

export function holders(roles: readonly string[], contexts: readonly string[] = []): string {
  return contexts.length === 0 ? holdersOf(roles) : `${holdersOf(roles)}, ${inContexts(contexts)},`;
}

/** `in the context 'outside'` */
export function inContexts(contexts: readonly string[]): string {
  return `in the ${contexts.length === 1 ? 'context' : 'contexts'} ${quoted(contexts)}`;
}

/** `in an organisation as 'owner'` */
export function inOrganisation(roles: readonly string[]): string {
  return roles.length === 0 ? 'in an organisation' : `in an organisation as ${quoted(roles)}`;
}

function holdersOf(roles: readonly string[]): string {
  if (roles.length === 0) return 'an account without a role';
  return roles.length === 1 ? `whoever holds the role ${quoted(roles)}` : `whoever holds the roles ${quoted(roles)}`;
}

export function ruleText(policy: Policy, rule: { readonly strengths: number; readonly methods: MethodMask }): string {
  const names = policy.strengths.filter((_, place) => (rule.strengths & (1 << place)) !== 0).map(({ name }) => name);
  const ways = methodsOf(rule.methods & policy.brought & WAY_IN_MASK);
  const required =
    names.length === 0 ? 'no strength is required' : `${quoted(names)} ${names.length === 1 ? 'is' : 'are'} required`;
  return `${required}, and ${ways.length === 0 ? 'no way in is left' : `the ways in are ${conjoined(ways)}`}`;
}

export function factorWords(factors: AccountFactors): string[] {
  const { password, ldap, sso, passkeys, mailDomain, codes } = factors;
  const plainSeconds = (standIns: boolean): string[] =>
    PLAIN_SECONDS.filter(
      ({ worthForSetUp, enrolled }) => (worthForSetUp === 'stand-in') === standIns && enrolled(factors),
    ).map(({ factor }) => factor.name.replaceAll('-', ' '));
  return [
    ...passkeys.map(({ userVerified, deviceBound, attested }) =>
      [
        'passkey',
        ...(userVerified ? [] : ['without user verification']),
        ...(deviceBound ? ['on one device'] : []),
        ...(attested ? ['of an attested model'] : []),
      ].join(' '),
    ),
    ...(password === undefined ? [] : [password === 'mailbox' ? 'password set by mailbox' : 'password']),
    ...(ldap === true ? ['ldap'] : []),
    ...(sso ?? []).map((provider) => `sso ${provider}`),
    ...plainSeconds(false),
    ...(mailDomain === undefined ? [] : [(sso?.length ?? 0) > 0 ? `mailbox at ${mailDomain}` : 'mailbox']),
    ...(codes ?? []).map((code) => deliveredCode(code).factor.name),
    ...plainSeconds(true),
  ];
}

export function proofWord(proof: Evidence): string {
  switch (proof.method) {
    case 'sso': {
      const said = [proof.acr, ...(proof.amr ?? [])].filter((word) => word !== undefined);
      return said.length === 0 ? `sso ${proof.provider}` : `sso ${proof.provider} (${said.join(' ')})`;
    }
    case 'password':
      return proof.provenance === 'mailbox' ? 'password set by mailbox' : 'password';
    case 'passkey':
      return proof.userVerified ? 'passkey' : 'passkey without user verification';
    default:
      return proof.method;
  }
}

export function decisionText(decision: Decision): string {
  switch (decision.outcome) {
    case 'granted':
      return `granted (${decision.strength})`;
    case 'factor-required':
      return `factor-required: ${decision.accept.length === 0 ? 'nothing' : conjoined(decision.accept, 'or')}${decision.toward === 'enrollment' ? ', toward enrollment' : ''}`;
    case 'enrollment-required':
      return `enrollment-required: ${conjoined(decision.offer, 'or')}`;
    case 'redirect':
      return `redirect to ${decision.provider}`;
    case 'denied':
      return `denied (${decision.reason})`;
  }
}

/** A counterexample as a sentence: roles, factors, proofs and decision. */
export function counterexampleText(example: Counterexample): string {
  const { roles, contexts = [], organisation, factors, evidence, decision } = example;
  const has = factorWords(factors);
  const proved = evidence.length === 0 ? 'before any proof' : `after ${conjoined(evidence.map(proofWord))}`;
  const who = contexts.length === 0 ? `${holders(roles)},` : holders(roles, contexts);
  const there = organisation === undefined ? who : `${who} ${inOrganisation(organisation)},`;
  return `${there} with ${has.length === 0 ? 'nothing set up' : conjoined(has)}, ${proved}: ${decisionText(decision)}`;
}
