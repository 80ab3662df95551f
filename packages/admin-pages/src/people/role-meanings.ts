import type { PolicyDocument } from '@sallyport/browser';
import { capital, listed, roleName, sentenceFor } from '@sallyport/pages/parts';
import { placeOf } from '../policy/built-in-strengths.ts';
import { administratorsOf, helpdesksOf, ruleOf } from '../policy/policy-roles.ts';
import { trustedProviders, trustedReports } from '../policy/trusted-providers.ts';
import { strengthDemand } from '../reasons-line.ts';
import { words } from './words.ts';

const { roleMeans: says } = words.administration.actions;

/** A line about a role: the rights and the demands of the policy. */
export function meaningOf(policy: PolicyDocument, role: string): string {
  const rule = ruleOf(policy, role);
  const { requiredStrength: strength } = rule;
  const means = [
    ...administrationBy(policy, role),
    ...(typeof strength === 'string' ? [demandOf(policy, strength)] : []),
  ];
  if (means.length > 0) return capital(means.join('; '));
  if (Object.keys(rule).length > 0) return says.ruled;
  const helpers = helpdesksOf(policy).flatMap(({ roles, over }) => (over.includes(role) ? roles : []));
  return helpers.length > 0 ? says.helped(listed([...new Set(helpers)].map(roleName))) : says.asEveryone;
}

/** What a role needs. A sign-in at a provider counts as well, if the policy trusts a report of the provider that is as strong. */
function demandOf(policy: PolicyDocument, strength: string): string {
  const counts = trustedProviders(policy).some((provider) =>
    trustedReports(policy, provider).some((report) => isAsStrong(report['strength'], strength)),
  );
  return (counts ? says.asksOrTrusts : says.asks)(strengthDemand(strength));
}

/** The page cannot compare a strength of the policy's own with another strength, and takes it for as strong. */
function isAsStrong(reported: unknown, asked: string): boolean {
  return placeOf(reported) === -1 || placeOf(reported) >= placeOf(asked);
}

/** The rights of a role in the administration, with a line for each entry of the policy. */
export function administrationBy(policy: PolicyDocument, role: string): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  if (ofPolicy.includes(role)) return [says.policy];
  if (people.includes(role)) return [says.people];
  return helpdesksOf(policy)
    .filter(({ roles }) => roles.includes(role))
    .map(({ over, may }) => says.helpdesk(listed(over.map(roleName)), listed(may.flatMap(rightNames))));
}

/** The acts of a right of a helpdesk. */
function rightNames(right: string): readonly string[] {
  return sentenceFor<readonly string[]>(says.rights, right) ?? [right];
}
