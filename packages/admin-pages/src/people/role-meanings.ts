import type { PolicyDocument } from '@sallyport/browser';
import { capital, listed, roleName, sentenceFor } from '@sallyport/pages/parts';
import { administratorsOf, helpdesksOf, ruleOf } from '../policy/policy-roles.ts';
import { strengthDemand } from '../reasons-line.ts';
import { words } from './words.ts';

const { roleMeans: says } = words.administration.actions;

/** A line about a role: the rights and the demands of the policy. */
export function meaningOf(policy: PolicyDocument, role: string): string {
  const rule = ruleOf(policy, role);
  const { requiredStrength: strength } = rule;
  const means = [
    ...administrationBy(policy, role),
    ...(typeof strength === 'string' ? [says.asks(strengthDemand(strength))] : []),
  ];
  if (means.length > 0) return capital(means.join('; '));
  if (Object.keys(rule).length > 0) return says.ruled;
  const helpers = helpdesksOf(policy).flatMap(({ roles, over }) => (over.includes(role) ? roles : []));
  return helpers.length > 0 ? says.helped(listed([...new Set(helpers)].map(roleName))) : says.asEveryone;
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
