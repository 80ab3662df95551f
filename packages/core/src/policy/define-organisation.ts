import { IN_ENGLISH, structuredCopy } from './check-policy.ts';
import { OrganisationError } from './organisation-error.ts';
import type { OrganisationInput } from './organisation-input.ts';
import { rulesProblems, tooManyRoles } from './organisation-problems.ts';
import { compileOrganisation, ownRoles } from './organisation-rules.ts';
import type { Organisation, Policy } from './policy.ts';
import type { PolicyProblem } from './policy-error.ts';
import { organisationSchema } from './schema.ts';
import { problem, problemsOf, unknownName, unnameableNames } from './schema-problems.ts';

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
  return compileOrganisation(policy, id, structuredCopy(parsed.data));
}

const UNKEEPABLE = 'has a control character or half a character, and no member can have the role; choose another name';

function problemsIn(policy: Policy, document: OrganisationInput<string>): PolicyProblem[] {
  const strengths = [...policy.strengths.map(({ name }) => name), ...Object.keys(policy.document.strengths ?? {})];
  const contexts = Object.entries(document.contexts ?? {});
  const own = ownRoles(policy, document);
  return [
    ...rulesProblems('', document, strengths),
    ...tooManyRoles('roles', own.length, 'roles of its own'),
    ...own.filter((role) => /[\p{Cc}\p{Cs}]/u.test(role)).map((role) => problem(`roles.${role}`, UNKEEPABLE)),
    ...contexts.flatMap(([context, { requiredStrength }]) => [
      ...unknownName(`contexts.${context}`, context, [...policy.contexts.keys()], 'context'),
      ...unknownName(`contexts.${context}.requiredStrength`, requiredStrength, strengths, 'strength'),
    ]),
  ];
}
