import { sessionLimits } from '../../decision/session-limits.ts';
import { joinRules, NO_RULE } from '../../policy/join-rules.ts';
import type { Policy, Rule } from '../../policy/policy.ts';
import { methodBit, methodsOf, PRIMARY_MASK } from '../../strength/method.ts';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import { factorSetsUnder, fullAccounts } from '../world/factor-sets.ts';
import { everythingGiven } from '../world/proofs.ts';
import { walkOf } from '../world/standings.ts';
import type { Survey } from '../world/survey.ts';
import { outcomeText } from '../world/walk.ts';
import { ordinaryExampleOf } from './example.ts';
import type { Finding, Severity } from './finding.ts';
import { conjoined } from './wording.ts';

/**
 * Rules whose removal changes no decision. A role that only repeats the tenant is worth knowing; one that is laxer shows that
 * somebody thought a role could loosen what the tenant asks.
 */
export function findIdleRules(survey: Survey): Finding[] {
  return [
    ...[...survey.policy.roles.keys()].sort().flatMap((name) => idleInRole(survey, name)),
    ...idleInTenant(survey),
  ];
}

function idleInRole(survey: Survey, name: string): Finding[] {
  const { policy } = survey;
  const rule = policy.roles.get(name) ?? NO_RULE;
  const { tenant } = policy;
  const findings: Finding[] = [];
  const without = (part: Partial<Rule>): Policy => ({
    ...policy,
    roles: new Map([...policy.roles, [name, { ...rule, ...part }]]),
  });
  if (rule.strengths !== 0 && !strengthMatters(survey, name, without({ strengths: 0 }))) {
    const asked = policy.document.roles?.[name]?.requiredStrength;
    findings.push(
      idle(
        survey,
        `roles.${name}.requiredStrength`,
        [name],
        tenant.strengths === rule.strengths ? 'info' : 'warning',
        `The role '${name}' requires '${asked}', which the tenant's own rule asks for already: a role can only ask for more.`,
      ),
    );
  }
  if ((rule.methods & PRIMARY_MASK) !== PRIMARY_MASK || policy.document.roles?.[name]?.methods !== undefined) {
    const more = methodsOf(rule.methods & ~tenant.methods & PRIMARY_MASK);
    if ((rule.methods & tenant.methods) === tenant.methods)
      findings.push(
        idle(
          survey,
          `roles.${name}.methods`,
          [name],
          more.length === 0 ? 'info' : 'warning',
          more.length === 0
            ? `The ways in of the role '${name}' are those of the tenant.`
            : `The role '${name}' allows ${conjoined(more)}, which the tenant does not: a role can only leave ways in out.`,
        ),
      );
  }
  if (policy.document.roles?.[name]?.session !== undefined && !sessionMatters(policy, name, without({ session: {} })))
    findings.push(
      idle(
        survey,
        `roles.${name}.session`,
        [name],
        'info',
        `The session limits of the role '${name}' are no shorter than those its holders have without them.`,
      ),
    );
  return findings;
}

/** The role alone decides it: where its strength adds nothing to the tenant's, it adds nothing to a conjunction with others either. */
function strengthMatters(survey: Survey, name: string, without: Policy): boolean {
  const rule = effectiveRuleOf(survey.policy, [name]);
  if (effectiveRuleOf(without, [name]).strengths === rule.strengths) return false;
  return changes(survey, [name], without);
}

function sessionMatters(policy: Policy, name: string, without: Policy): boolean {
  return fullAccounts(policy).some((factors) => {
    const account = { roles: [name], factors };
    // With a custom strength the limits depend on what was shown: everything, or next to nothing.
    return [[], ...everythingGiven(policy, factors)].some((evidence) => {
      const { idle: idleWith, absolute } = sessionLimits(policy, account, evidence);
      const others = sessionLimits(without, account, evidence);
      return idleWith !== others.idle || absolute !== others.absolute;
    });
  });
}

function idleInTenant(survey: Survey): Finding[] {
  const { policy } = survey;
  const options: readonly (readonly [boolean, string, Policy, string])[] = [
    [
      policy.emailCodes === 'always',
      'emailCodes.offer',
      { ...policy, emailCodes: 'when-nothing-stronger' },
      'no sign-in takes an email code beside something stronger',
    ],
    [
      policy.firstFactor !== 'two-proofs',
      'enrollment.firstFactor',
      { ...policy, firstFactor: 'two-proofs' },
      'no sign-in comes to the set-up of a first factor that it would change',
    ],
    [
      policy.mailboxAlone === 'refuse',
      'recovery.mailboxAlone',
      { ...policy, mailboxAlone: 'baseline-only' },
      'no sign-in rests on a password and an email code',
    ],
  ];
  const idleOptions = options
    .filter(([written, , without]) => written && !survey.rules.some(({ roles }) => changes(survey, roles, without)))
    .map(([, path, , why]) => idle(survey, path, [], 'info', `'${path}' changes no decision: ${why}.`));
  if (policy.preferSso === undefined || (policy.tenant.methods & methodBit('sso')) !== 0) return idleOptions;
  return [
    ...idleOptions,
    idle(
      survey,
      'preferSso',
      [],
      'warning',
      `Sign-in never goes to '${policy.preferSso}': the tenant's 'methods' leave sso out.`,
    ),
  ];
}

/** Whether any state that a person can come to is answered in another way under the other policy. */
function changes(survey: Survey, roles: readonly string[], other: Policy): boolean {
  const rule = joinRules(effectiveRule(survey.policy, roles), effectiveRule(other, roles));
  return factorSetsUnder(survey.policy, rule, survey.factorSets).some(
    ({ factors }) =>
      !survey.mayGoOn() ||
      walkOf(survey, roles, factors).steps.some(
        ({ evidence, decision }) =>
          outcomeText(decision) !== outcomeText(survey.askUnder(other, roles, factors, evidence)),
      ),
  );
}

function effectiveRule(policy: Policy, roles: readonly string[]): Rule {
  return { ...effectiveRuleOf(policy, roles), session: {} };
}

function idle(survey: Survey, path: string, roles: readonly string[], severity: Severity, message: string): Finding {
  return { code: 'rule-never-matters', severity, path, message, counterexample: ordinaryExampleOf(survey, roles) };
}
