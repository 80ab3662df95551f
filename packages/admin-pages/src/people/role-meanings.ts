import type { PolicyDocument } from '@sallyport/browser';
import { capital, listed, roleName, sentenceFor } from '@sallyport/pages/parts';
import { placeOf } from '../policy/built-in-strengths.ts';
import { textsOf } from '../policy/document.ts';
import { administratorsOf, helpdesksOf, ruleOf } from '../policy/policy-roles.ts';
import { trustedProviders, trustedReports } from '../policy/trusted-providers.ts';
import { strengthDemand } from '../reasons-line.ts';
import { words } from './words.ts';

const { roleMeans: says } = words.administration.actions;

export function meaningOf(policy: PolicyDocument, role: string): string {
  const rule = ruleOf(policy, role);
  const { requiredStrength: strength } = rule;
  const mayUseProvider = [policy, rule].every(
    ({ methods }) => methods === undefined || textsOf(methods).includes('sso'),
  );
  const means = [
    ...administrationBy(policy, role),
    ...(typeof strength === 'string' ? [demandOf(policy, strength, mayUseProvider)] : []),
  ];
  if (means.length > 0) return capital(means.join('; '));
  if (Object.keys(rule).length > 0) return says.ruled;
  const helpers = helpdesksOf(policy).flatMap(({ roles, over }) => (over.includes(role) ? roles : []));
  return helpers.length > 0 ? says.helped(listed([...new Set(helpers)].map(roleName))) : says.asEveryone;
}

/**
 * With a provider's report that the policy trusts.
 *
 * @param mayUseProvider whether the policy and the rule of the role allow single sign-on
 */
function demandOf(policy: PolicyDocument, strength: string, mayUseProvider: boolean): string {
  const counts =
    mayUseProvider &&
    trustedProviders(policy).some((provider) =>
      trustedReports(policy, provider).some((report) => isAsStrong(report['strength'], strength)),
    );
  return (counts ? says.asksOrTrusts : says.asks)(strengthDemand(strength));
}

/** A strength of the policy's own is as strong as itself only. */
function isAsStrong(reported: unknown, asked: string): boolean {
  return reported === asked || (placeOf(asked) !== -1 && placeOf(reported) >= placeOf(asked));
}

export function administrationBy(policy: PolicyDocument, role: string): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  if (ofPolicy.includes(role)) return [says.policy];
  if (people.includes(role)) return [says.people];
  return helpdesksOf(policy)
    .filter(({ roles }) => roles.includes(role))
    .map(({ over, may }) => says.helpdesk(listed(over.map(roleName)), listed(may.flatMap(rightNames))));
}

function rightNames(right: string): readonly string[] {
  return sentenceFor<readonly string[]>(says.rights, right) ?? [right];
}
