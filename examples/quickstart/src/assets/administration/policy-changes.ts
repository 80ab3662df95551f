import type { PolicyDocument } from '@sallyport/browser';
import { capital } from '../ui/lists.ts';
import { strengthDemand } from '../ui/reasons.ts';
import { words } from '../ui/words.ts';
import { recordOf } from './policy-roles.ts';

const { versions: says } = words.policy;

/** What a version of the policy asks otherwise than the one before it, in a line; of the first one, all that it asks. */
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

/** No role is called so. */
const EVERYONE = '';

/** What is asked, in words: of everyone, and of each role that has a demand of its own. */
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

/** The same text for the same rules, in whatever order they were written. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
