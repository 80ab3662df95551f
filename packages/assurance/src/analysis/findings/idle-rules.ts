import { methodBit, methodsOf, type Policy, type PolicyRule, type RoleRuleInput, type Rule } from '@sallyport/core';
import { NO_RULE, policyRule, WAY_IN_MASK } from '@sallyport/core/model';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import { limitsDiffer } from '../world/limits-differ.ts';
import type { Survey } from '../world/survey.ts';
import { ordinaryExampleOf } from './example.ts';
import type { Finding, Severity } from './finding.ts';
import { idleOptions } from './idle-options.ts';
import { sortedEntries } from './sorted-entries.ts';
import { conjoined } from './wording.ts';

/** Each rule is checked against the policy without the rules reported before, so that all can be removed together. */
export function findIdleRules(survey: Survey): Finding[] {
  let { policy } = survey;
  const findings: Finding[] = [];
  for (const [name, written] of sortedEntries(policy.document.roles ?? {})) {
    // With a rule that has begun beside it, the written rule is not the whole rule of the role.
    if (policy.roles.get(name)?.parts !== undefined) continue;
    for (const idleIn of [idleStrength, idleMethods, idleSession]) {
      const found = idleIn(policy, name, written);
      if (found === undefined || idleIn(survey.policy, name, written) === undefined) continue;
      const { member, severity, message, without } = found;
      findings.push(idle(survey, `roles.${name}.${member}`, [name], severity, message));
      policy = without;
    }
  }
  for (const { path, message } of idleOptions(policy)) findings.push(idle(survey, path, [], 'info', message));
  if (policy.preferSso !== undefined && (policy.tenant.methods & methodBit('sso')) === 0) {
    const message = `Sign-in never goes to '${policy.preferSso}': the tenant's 'methods' leave sso out.`;
    findings.push(idle(survey, 'preferSso', [], 'warning', message));
  }
  return findings;
}

interface IdlePart {
  readonly member: 'requiredStrength' | 'methods' | 'session';
  readonly severity: Severity;
  readonly message: string;
  readonly without: Policy;
}

function idleStrength(policy: Policy, name: string, { requiredStrength }: RoleRuleInput<string>): IdlePart | undefined {
  const { strengths } = ruleOf(policy, name);
  const without = withRule(policy, name, { strengths: 0 });
  if (strengths === 0) return undefined;
  if (effectiveRuleOf(without, [name]).strengths !== effectiveRuleOf(policy, [name]).strengths) return undefined;
  if (limitsDiffer(policy, without, [name])) return undefined;
  return {
    member: 'requiredStrength',
    severity: policy.tenant.strengths === strengths ? 'info' : 'warning',
    message: `The role '${name}' requires '${requiredStrength}', which the tenant's own rule asks for already: a role can only ask for more.`,
    without,
  };
}

function idleMethods(policy: Policy, name: string, written: RoleRuleInput<string>): IdlePart | undefined {
  const { methods } = ruleOf(policy, name);
  const { tenant } = policy;
  if (written.methods === undefined || (methods & tenant.methods) !== tenant.methods) return undefined;
  const more = methodsOf(methods & ~tenant.methods & WAY_IN_MASK);
  return {
    member: 'methods',
    severity: more.length === 0 ? 'info' : 'warning',
    message:
      more.length === 0
        ? `The ways in of the role '${name}' are those of the tenant.`
        : `The role '${name}' allows ${conjoined(more)}, which the tenant does not: a role can only leave ways in out.`,
    without: withRule(policy, name, { methods: NO_RULE.methods }),
  };
}

function idleSession(policy: Policy, name: string, written: RoleRuleInput<string>): IdlePart | undefined {
  const without = withRule(policy, name, { session: {} });
  if (written.session === undefined || limitsDiffer(policy, without, [name])) return undefined;
  return {
    member: 'session',
    severity: 'info',
    message: `The session limits of the role '${name}' are no shorter than those its holders have without them.`,
    without,
  };
}

function ruleOf(policy: Policy, name: string): Rule {
  return policy.roles.get(name) ?? NO_RULE;
}

function withRule(policy: Policy, name: string, part: Partial<Rule>): Policy {
  const roles = [...policy.roles].map(([role, rule]): [string, PolicyRule] => [
    role,
    role === name ? policyRule(policy.strengths, { role }, { ...rule, ...part }, rule.place) : rule,
  ]);
  return { ...policy, roles: new Map(roles) };
}

function idle(survey: Survey, path: string, roles: readonly string[], severity: Severity, message: string): Finding {
  return { code: 'rule-never-matters', severity, path, message, counterexample: ordinaryExampleOf(survey, roles) };
}
