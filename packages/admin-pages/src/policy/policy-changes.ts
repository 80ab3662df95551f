import type { PolicyDocument } from '@sallyport/browser';
import { capital } from '@sallyport/pages/parts';
import { strengthDemand } from '../reasons-line.ts';
import { words } from '../words.ts';
import { recordOf } from './policy-roles.ts';

const { versions: says } = words.policy;

/** The requirements that changed from the previous version, in one line. For the first version, all requirements. */
export function policyChanges(policy: PolicyDocument, before: PolicyDocument | undefined): string {
  const [now, then] = [demandsOf(policy), before === undefined ? new Map<string, string>() : demandsOf(before)];
  const changed = [...new Set([...now.keys(), ...then.keys()])]
    .filter((whose) => now.get(whose) !== then.get(whose))
    .map((whose) => {
      const what = now.get(whose) ?? says.asEveryone;
      return whose === EVERYONE ? says.everyoneNeeds(what) : says.roleNeeds(whose, what);
    });
  const isOther = before !== undefined && inOrder(withoutDemands(policy)) !== inOrder(withoutDemands(before));
  const all = [...changed, ...(isOther ? [changed.length === 0 ? capital(says.otherRules) : says.otherRules] : [])];
  return all.length === 0 ? says.nothingChanged : `${all.join('; ')}.`;
}

/** Key for the requirement of all accounts. A role name is never empty. */
const EVERYONE = '';

/** The requirements in words: of all accounts, and of each role with its own requirement. */
function demandsOf(policy: PolicyDocument): ReadonlyMap<string, string> {
  const ofRoles = Object.entries(recordOf(policy['roles'])).flatMap(([role, rule]) => {
    const { requiredStrength: strength } = recordOf(rule);
    return strength === undefined ? [] : [[role, strengthDemand(String(strength))] as const];
  });
  return new Map([[EVERYONE, strengthDemand(String(policy['requiredStrength'] ?? 'baseline'))], ...ofRoles]);
}

function withoutDemands({ requiredStrength: _, roles, ...rest }: PolicyDocument): unknown {
  const others = Object.entries(recordOf(roles)).flatMap(([role, rule]) => {
    const { requiredStrength: __, ...more } = recordOf(rule);
    return Object.keys(more).length === 0 ? [] : [[role, more]];
  });
  return { ...rest, roles: Object.fromEntries(others) };
}

/** A text that is equal for equal rules, independent of the order of members. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
