import type { AccountFactors, Decision, Evidence } from '@sallyport/core';
import { AT, helpdeskRoles, NO_RULE, policyRule } from '@sallyport/core/model';
import { mailDomains } from '../world/factor-sets.ts';
import type { Survey } from '../world/survey.ts';
import { exampleOf } from './example.ts';
import type { Finding } from './finding.ts';
import { conjoined, proofWord, quoted } from './wording.ts';

/** Somebody who holds an owner's mailbox has no other knowledge. */
const SET_BY_MAILBOX: Evidence = { method: 'password', at: AT, provenance: 'mailbox' };
const CODE: Evidence = { method: 'email-code', at: AT };
const SHOWN: readonly (readonly Evidence[])[] = [
  [SET_BY_MAILBOX],
  [SET_BY_MAILBOX, CODE],
  [{ method: 'reset-token', at: AT }, SET_BY_MAILBOX],
  [{ method: 'reset-token', at: AT }, SET_BY_MAILBOX, CODE],
];

export function findMailboxReach(survey: Survey): Finding[] {
  const { policy } = survey;
  const factors: AccountFactors = { passkeys: [], password: 'mailbox', mailDomain: mailDomains(policy)[0] ?? '' };
  const names = new Set([...policy.roles.keys(), ...policy.administrators.people, ...helpdeskRoles(policy)]);
  const cases = [[], ...[...names].sort().map((name) => [name])].flatMap((roles) =>
    SHOWN.map((evidence) => ({ roles, evidence, decision: survey.ask(roles, factors, evidence) })),
  );
  const falling = cases.filter(({ decision }) => decision.outcome === 'granted');
  const opened = cases.find(({ decision }) => decision.outcome === 'enrollment-required');
  const findings: Finding[] = [];
  const [first] = falling;
  if (first !== undefined) {
    const roles = [...new Set(falling.flatMap((fallen) => fallen.roles))];
    const whose = falling.some((fallen) => fallen.roles.length === 0) ? 'accounts without a role' : '';
    const refused = policy.mailboxAlone === 'refuse';
    findings.push({
      code: 'mailbox-alone',
      severity: refused ? 'warning' : 'info',
      path: 'recovery.mailboxAlone',
      message: `Whoever holds a person's mailbox, and knows nothing else, signs in with ${conjoined(first.evidence.map(proofWord))} as ${conjoined([whose, roles.length === 0 ? '' : `holders of ${quoted(roles)}`].filter((part) => part !== ''))} that set up no second factor: it satisfies ${quoted(strengthsThatFall(survey, factors))}${refused ? ", although 'recovery.mailboxAlone' is 'refuse': ask for a strength that takes more than a password" : ''}.`,
      counterexample: exampleOf(survey, first.roles, factors, first.evidence),
    });
  }
  if (opened !== undefined)
    findings.push({
      code: 'mailbox-alone',
      severity: 'error',
      message: "Whoever holds a person's mailbox, and knows nothing else, can set up a second factor of the account.",
      counterexample: exampleOf(survey, opened.roles, factors, opened.evidence),
    });
  return findings;
}

function strengthsThatFall(survey: Survey, factors: AccountFactors): string[] {
  const { policy } = survey;
  const asks = (place: number): typeof policy => ({
    ...policy,
    tenant: policyRule(policy.strengths, 'tenant', { ...NO_RULE, strengths: 1 << place }),
  });
  const falls = (place: number): boolean =>
    SHOWN.some((evidence): boolean => isGranted(survey.askUnder(asks(place), [], factors, evidence)));
  return policy.strengths.filter((_, place) => falls(place)).map(({ name }) => name);
}

function isGranted({ outcome }: Decision): boolean {
  return outcome === 'granted';
}
