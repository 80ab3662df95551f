import {
  type AccountFacts,
  type Decision,
  type Evidence,
  explain,
  type Instant,
  nearestName,
  type Policy,
  rolesNamedBy,
} from '@sallyport/core';
import { spoken } from '../clock/moment.ts';
import { oneOf } from './expectation.ts';

/** A decision with its inputs, as far as they are known. */
export interface DecisionTrace {
  /** The decision that the proof explains. */
  readonly decision: Decision;
  /** The facts of the account; absent: the proof names no factors. */
  readonly account?: AccountFacts;
  /** The evidence of the decision. */
  readonly evidence?: readonly Evidence[];
  /** The time of the decision, from which the age of evidence counts. */
  readonly now?: Instant;
  /** The policy of the decision; absent: the proof names no misspelt roles. */
  readonly policy?: Policy;
  /** The acts so far, each with its decision. */
  readonly steps?: readonly { readonly act: string; readonly decision: Decision; readonly note?: string }[];
}

/** A decision in one line. */
export function decisionInWords(decision: Decision): string {
  switch (decision.outcome) {
    case 'granted':
      return `granted, with the strength '${decision.strength}'`;
    case 'factor-required':
      return `asks for ${oneOf(decision.accept)}, ${decision.toward === 'grant' ? 'to go on with the sign-in' : 'before a factor may be set up'}`;
    case 'enrollment-required':
      return `asks to enroll ${oneOf(decision.offer)}`;
    case 'redirect':
      return `redirects to '${decision.provider}'`;
    case 'denied':
      return `denied: ${decision.reason}${decision.until === undefined ? '' : ` until ${spoken(decision.until)}`}`;
  }
}

/** The complete proof of a decision: the outcome, the reasons as an administrator reads them, and the evidence. */
export function proofInWords({ decision, account, evidence, now, policy, steps = [] }: DecisionTrace): string {
  return [
    section('Because', explain(decision, 'administrator')),
    steps.length === 0 ? '' : section('Steps', steps.map(stepInWords)),
    evidence === undefined ? '' : section('Evidence', evidence.map(evidenceInWords)),
    account === undefined ? '' : section('Account', accountInWords(account, policy)),
    now === undefined ? '' : `At ${spoken(now)}`,
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

export function disappointment(expected: string, trace: DecisionTrace): string {
  return `Expected: ${expected}\nDecision: ${decisionInWords(trace.decision)}\n\n${proofInWords(trace)}`;
}

export function section(title: string, lines: readonly string[]): string {
  const all = lines.length === 0 ? ['nothing'] : lines;
  return [`${title}:`, ...all.map((line) => `  - ${line}`)].join('\n');
}

function stepInWords({ act, decision, note }: NonNullable<DecisionTrace['steps']>[number]): string {
  return `${act}: ${decisionInWords(decision)}${note === undefined ? '' : ` (${note})`}`;
}

export function evidenceInWords({ method, at, ...details }: Evidence): string {
  const said = Object.entries(details).map(([name, value]) => `${name} ${String(value)}`);
  return [`${method} at ${spoken(at)}`, ...said].join(', ');
}

export function accountInWords({ roles, factors, ...rest }: AccountFacts, policy?: Policy): string[] {
  const { passkeys, ...others } = factors;
  const keys = passkeys.map(({ id, ...traits }) => `${id} (${facts(traits).join(', ')})`);
  return [
    `roles: ${roles.length === 0 ? 'none' : roles.join(', ')}`,
    ...(policy === undefined ? [] : misspeltRoles(policy, roles)),
    `factors: ${[...facts(others), ...keys].join('; ') || 'none'}`,
    ...facts(rest),
  ];
}

/** A line for each role that no rule of the policy names, and that is spelt almost as a role of the policy. An app may have such a role, so the role is no error. */
function misspeltRoles(policy: Policy, roles: readonly string[]): string[] {
  const known = rolesNamedBy(policy);
  return roles.flatMap((role) => {
    const meant = known.includes(role) ? undefined : nearestName(role, known);
    return meant === undefined ? [] : [`no rule of the policy names the role '${role}'; did you mean '${meant}'?`];
  });
}

function facts(members: object): string[] {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`);
}
