import { instant } from '../time/instant.ts';
import { IN_ENGLISH, structuredCopy } from './check-policy.ts';
import { deepFreeze } from './deep-freeze.ts';
import { OrganisationError } from './organisation-error.ts';
import type { DatedOrganisationRuleInput, OrganisationInput } from './organisation-input.ts';
import { rulesProblems, tooManyRoles } from './organisation-problems.ts';
import { placeRule } from './place-rules.ts';
import type { Organisation, OrganisationRule, PlaceRule, Policy } from './policy.ts';
import type { PolicyProblem } from './policy-error.ts';
import type { ReasonSource } from './reason.ts';
import { MOST_CONTEXTS, organisationSchema } from './schema.ts';
import { problemsOf, unknownName, unnameableNames } from './schema-problems.ts';

/**
 * Checks the rule of one organisation, and compiles it with the policy's rule of every organisation. The result belongs to this policy: a host compiles a
 * stored rule anew for each version of the policy. No rule asks for less than the policy: the schema has no member that loosens.
 *
 * @param document an {@link OrganisationInput}, also from JSON. Copied, so that later changes by the caller have no effect
 * @throws OrganisationError with every problem and its path. An unknown strength or context of the policy is a problem
 * @example
 * ```ts
 * import { defineOrganisation, definePolicy, instant, policyIn } from '@sallyport/core';
 *
 * const policy = definePolicy({ organisations: { roles: { owner: { requiredStrength: 'enhanced' } } } });
 * const acme = defineOrganisation(policy, 'acme', { roles: { owner: { proofsWithin: '4h' } } });
 * const placed = policyIn(policy, {
 *   contexts: [],
 *   organisation: { rules: acme, roles: ['owner'] },
 *   now: instant(Date.now()),
 * });
 * console.log(placed.place?.proofsWithin); // 14400000
 * ```
 */
export function defineOrganisation(policy: Policy, id: string, document: unknown): Organisation {
  const parsed = organisationSchema.safeParse(document, IN_ENGLISH);
  const problems = [
    ...unnameableNames(document, organisationSchema),
    ...(parsed.success
      ? problemsIn(policy, parsed.data)
      : parsed.error.issues.flatMap((issue) => problemsOf(issue, document, organisationSchema))),
  ];
  if (!parsed.success || problems.length > 0) throw new OrganisationError(id, problems);
  return compile(policy, id, structuredCopy(parsed.data));
}

function problemsIn(policy: Policy, document: OrganisationInput<string>): PolicyProblem[] {
  const strengths = policy.strengths.map(({ name }) => name);
  const contexts = Object.entries(document.contexts ?? {});
  return [
    ...rulesProblems('', document, strengths),
    ...tooManyRoles('roles', ownRoles(policy, document).length, 'roles of its own'),
    ...contexts.flatMap(([context, { requiredStrength }]) => [
      ...unknownName(`contexts.${context}`, context, [...policy.contexts.keys()], 'context'),
      ...unknownName(`contexts.${context}.requiredStrength`, requiredStrength, strengths, 'strength'),
    ]),
  ];
}

function ownRoles({ organisations }: Policy, { roles = {} }: OrganisationInput<string>): string[] {
  return Object.keys(roles).filter((role) => !organisations.roles.includes(role));
}

function compile(policy: Policy, id: string, document: OrganisationInput<string>): Organisation {
  const { strengths, contexts } = policy;
  const roles = new Map(
    [...policy.organisations.roles, ...ownRoles(policy, document)].map((role, place) => [role, place]),
  );
  const dated = (
    source: ReasonSource,
    { later = [], ...written }: DatedOrganisationRuleInput<string>,
    role?: string,
  ): OrganisationRule[] => {
    const needs = role === undefined ? 0 : bitOfRole(roles.get(role) ?? 0);
    return [
      { rule: placeRule(strengths, source, written), role, needs, from: undefined },
      ...later.map(({ from, ...rule }) => ({
        ...{ rule: placeRule(strengths, source, rule), role, needs },
        from: instant(Date.parse(from)),
      })),
    ];
  };
  const rules = [policy.document.organisations ?? {}, document].flatMap(({ roles: ofRoles = {}, ...ofAll }) => [
    ...dated({ organisation: id }, ofAll),
    ...Object.entries(ofRoles).flatMap(([role, rule]) => dated({ organisation: id, role }, rule, role)),
  ]);
  const inContexts = Object.entries(document.contexts ?? {}).map(([context, written]): OrganisationRule => {
    const vendors = contexts.get(context);
    const source: ReasonSource = { context, organisation: id, ...(isShown(vendors) && { shown: true }) };
    const needs = 1 << (vendors?.place ?? 0);
    return { rule: placeRule(strengths, source, written), role: undefined, needs, from: undefined };
  });
  const all = [...rules, ...inContexts].filter(({ rule }) => asksSomething(rule)).map((one) => Object.freeze(one));
  return Object.freeze({
    ...{ id, strengths, roles },
    document: deepFreeze(document),
    rules: Object.freeze(all),
    later: Object.freeze(
      all
        .flatMap(({ from, role, rule }) => (from === undefined ? [] : [Object.freeze({ from, role, rule })]))
        .sort((one, other) => one.from - other.from),
    ),
    proofsAfter: document.proofsAfter === undefined ? undefined : instant(Date.parse(document.proofsAfter)),
  });
}

/** The bits of the contexts come first. */
export function bitOfRole(place: number): number {
  return 1 << (MOST_CONTEXTS + place);
}

function asksSomething({ strengthReason, methodsReason, proofsWithin, recentProof }: PlaceRule): boolean {
  return [strengthReason, methodsReason, proofsWithin, recentProof].some((asked) => asked !== undefined);
}

function isShown(rule: PlaceRule | undefined): boolean {
  const source = rule?.source;
  return typeof source === 'object' && 'context' in source && source.shown === true;
}
