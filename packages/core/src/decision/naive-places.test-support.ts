// Where a request is made, for the second evaluator: its contexts, and the organisation that it enters.

import type {
  DatedOrganisationRuleInput,
  OrganisationInput,
  OrganisationRuleInput,
} from '../policy/organisation-input.ts';
import type { ContextRuleInput, FirstFactor, PolicyInput } from '../policy/policy-input.ts';

/** The contexts that the host told, by name; `unknown` if the host could not say. */
export type NaiveContexts = readonly string[] | 'unknown';

/** Every context that the host told, and every context if the host could not say. */
export function contextRules({ contexts = {} }: PolicyInput<string>, told: NaiveContexts): ContextRuleInput<string>[] {
  return Object.entries(contexts)
    .filter(([name]) => told === 'unknown' || told.includes(name))
    .map(([, rule]) => rule);
}

/** An organisation that the request enters: its own rule as written, and the person's roles there. */
export interface NaiveEntered {
  readonly written: OrganisationInput<string>;
  readonly roles: readonly string[];
}

/**
 * The vendor's rule for every organisation and the organisation's own, both with the rules of the roles that the person has there, and with what has
 * begun of each. In a context, what the organisation asks there.
 */
export function rulesThere(
  { contexts = {}, organisations = {} }: PolicyInput<string>,
  told: NaiveContexts,
  entered: NaiveEntered | undefined,
  now: number,
): OrganisationRuleInput<string>[] {
  if (entered === undefined) return [];
  const { written, roles } = entered;
  const withBegun = (rule: DatedOrganisationRuleInput<string>) => [
    rule,
    ...(rule.later ?? []).filter(({ from }) => new Date(from).getTime() <= now),
  ];
  const both = [organisations, written].flatMap((all) => [
    ...withBegun(all),
    ...Object.entries(all.roles ?? {}).flatMap(([role, rule]) => (roles.includes(role) ? withBegun(rule) : [])),
  ]);
  const inContexts = Object.entries(written.contexts ?? {}).filter(
    ([name]) => Object.keys(contexts).includes(name) && (told === 'unknown' || told.includes(name)),
  );
  return [...both, ...inContexts.map(([, rule]) => rule)];
}

/** A context, or an organisation, counts only proofs that are young enough: as written, or as NIST SP 800-63B-4 says for the strength. */
export function isYoungEnough(
  { proofsWithin, requiredStrength = '' }: OrganisationRuleInput<string>,
  age: number,
): boolean {
  const usual: Record<string, string> = {
    single: '30d',
    baseline: '30d',
    enhanced: '24h',
    'phishing-resistant': '12h',
  };
  const most = proofsWithin ?? (Object.hasOwn(usual, requiredStrength) ? usual[requiredStrength] : undefined);
  return most === undefined || age <= lengthOf(most);
}

export function strictestFirstFactor(
  policy: PolicyInput<string>,
  contexts: readonly ContextRuleInput<string>[],
): FirstFactor {
  const written = [
    policy.enrollment?.firstFactor ?? 'two-proofs',
    ...contexts.map((rule) => rule.enrollment?.firstFactor),
  ];
  if (written.includes('vouched')) return 'vouched';
  return written.includes('two-proofs') ? 'two-proofs' : 'password';
}

export function lengthOf(text: string): number {
  const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
  return Number.parseInt(text, 10) * (units[text.slice(-1)] ?? 0) * 1000;
}
