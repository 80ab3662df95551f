import { instant } from '../time/instant.ts';
import { deepFreeze } from './deep-freeze.ts';
import { MOST_CONTEXTS } from './defaults.ts';
import type { DatedOrganisationRuleInput, OrganisationInput } from './organisation-input.ts';
import { placeRule } from './place-rules.ts';
import type { Organisation, OrganisationRule, PlaceRule, Policy } from './policy.ts';
import type { ReasonSource } from './reason.ts';

/** A checked rule with the policy's rule of every organisation. */
export function compileOrganisation(policy: Policy, id: string, document: OrganisationInput<string>): Organisation {
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

/** For a stored rule that cannot be read any more: no way in leads into the organisation. */
export function closedOrganisation(policy: Policy, id: string): Organisation {
  const organisation = compileOrganisation(policy, id, {});
  const rule = placeRule(policy.strengths, { organisation: id }, { refuse: true });
  const closed = Object.freeze({ rule, role: undefined, needs: 0, from: undefined });
  return Object.freeze({ ...organisation, rules: Object.freeze([...organisation.rules, closed]) });
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

export function ownRoles({ organisations }: Policy, { roles = {} }: OrganisationInput<string>): string[] {
  return Object.keys(roles).filter((role) => !organisations.roles.includes(role));
}
