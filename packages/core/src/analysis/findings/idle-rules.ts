import { sessionLimitsAt } from '../../decision/session-limits.ts';
import { NO_RULE } from '../../policy/join-rules.ts';
import { BUILT_IN_STRENGTHS, type Policy, type Rule } from '../../policy/policy.ts';
import { policyRule } from '../../policy/policy-rule.ts';
import { methodBit, methodsOf, PRIMARY_MASK } from '../../strength/method.ts';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import type { Survey } from '../world/survey.ts';
import { ordinaryExampleOf } from './example.ts';
import type { Finding, Severity } from './finding.ts';
import { idleOptions } from './idle-options.ts';
import { conjoined } from './wording.ts';

/**
 * Rules whose removal changes no decision, and no session. A role that only repeats the tenant is worth knowing; one that is laxer
 * shows that somebody thought a role could loosen what the tenant asks.
 *
 * Each is shown by what the rules mean, never by going through sign-ins: the bounded world has people who prove their best, and nobody
 * who proves less. What is reported can be removed alone and together: each rule is judged as
 * the policy is written, and without those before it.
 */
export function findIdleRules(survey: Survey): Finding[] {
  let { policy } = survey;
  const findings: Finding[] = [];
  for (const name of [...policy.roles.keys()].sort()) {
    for (const idleIn of [idleStrength, idleMethods, idleSession]) {
      const found = idleIn(policy, name);
      if (found === undefined || idleIn(survey.policy, name) === undefined) continue;
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

/** A part of a role's rule that changes nothing, and the policy without it. */
interface IdlePart {
  readonly member: 'requiredStrength' | 'methods' | 'session';
  readonly severity: Severity;
  readonly message: string;
  readonly without: Policy;
}

/** If its strength adds nothing to the tenant's, it adds nothing to a conjunction with other roles' either. */
function idleStrength(policy: Policy, name: string): IdlePart | undefined {
  const { strengths } = ruleOf(policy, name);
  const without = withRule(policy, name, { strengths: 0 });
  if (strengths === 0) return undefined;
  if (effectiveRuleOf(without, [name]).strengths !== effectiveRuleOf(policy, [name]).strengths) return undefined;
  if (sessionsDiffer(policy, without, name)) return undefined;
  const asked = policy.document.roles?.[name]?.requiredStrength;
  return {
    member: 'requiredStrength',
    severity: policy.tenant.strengths === strengths ? 'info' : 'warning',
    message: `The role '${name}' requires '${asked}', which the tenant's own rule asks for already: a role can only ask for more.`,
    without,
  };
}

function idleMethods(policy: Policy, name: string): IdlePart | undefined {
  const { methods } = ruleOf(policy, name);
  const { tenant } = policy;
  const isWritten = policy.document.roles?.[name]?.methods !== undefined;
  if (!isWritten || (methods & tenant.methods) !== tenant.methods) return undefined;
  const more = methodsOf(methods & ~tenant.methods & PRIMARY_MASK);
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

function idleSession(policy: Policy, name: string): IdlePart | undefined {
  const without = withRule(policy, name, { session: {} });
  const isWritten = policy.document.roles?.[name]?.session !== undefined;
  if (!isWritten || sessionsDiffer(policy, without, name)) return undefined;
  return {
    member: 'session',
    severity: 'info',
    message: `The session limits of the role '${name}' are no shorter than those its holders have without them.`,
    without,
  };
}

/**
 * Whether holders of the role have other session limits under the other policy, whatever they proved. The limits of several roles
 * are the shortest of each: if the role alone makes no difference, it makes none beside others.
 */
function sessionsDiffer(policy: Policy, other: Policy, name: string): boolean {
  const account = { roles: [name], factors: { passkeys: [] } };
  return BUILT_IN_STRENGTHS.some((strength) => {
    const { idle: idleNow, absolute } = sessionLimitsAt(policy, account, () => strength);
    const others = sessionLimitsAt(other, account, () => strength);
    return idleNow !== others.idle || absolute !== others.absolute;
  });
}

function ruleOf(policy: Policy, name: string): Rule {
  return policy.roles.get(name) ?? NO_RULE;
}

function withRule(policy: Policy, name: string, part: Partial<Rule>): Policy {
  const rule = policyRule(
    policy.strengths,
    { role: name },
    { ...ruleOf(policy, name), ...part },
    policy.roles.get(name)?.place,
  );
  return { ...policy, roles: new Map([...policy.roles, [name, rule]]) };
}

function idle(survey: Survey, path: string, roles: readonly string[], severity: Severity, message: string): Finding {
  return { code: 'rule-never-matters', severity, path, message, counterexample: ordinaryExampleOf(survey, roles) };
}
