import type { PlaceRule, Policy } from '@sallyport/core';
import { FIRST_FACTORS, sessionLimitsAt, WAY_IN_MASK } from '@sallyport/core/model';
import { type EffectiveRule, effectiveRuleOf, keyOfPlace } from '../world/effective-rules.ts';
import { grantedWith, walkOf } from '../world/sign-ins.ts';
import { type Survey, type SurveyLimits, surveyIn } from '../world/survey.ts';
import { findDeadEnds } from './dead-ends.ts';
import { elsewhereGranted, exampleOf, ordinaryExampleOf } from './example.ts';
import type { Finding } from './finding.ts';
import { signInOf } from './locked-out.ts';
import { capitalised, conjoined, factorWords, holders, inContexts, isWithin, quoted, ruleText } from './wording.ts';

type Can = (roles: readonly string[]) => boolean;

/** Each set of contexts that asks for something else than every smaller set. */
export function findContexts(survey: Survey, can: Can, limits: SurveyLimits): Finding[] {
  if (survey.policy.contexts.size === 0 || !can([])) return [];
  const places = placesOf(survey, limits);
  return [
    ...lockedOut(survey, places, can),
    ...strandedAdministrators(survey, places, can),
    ...unknownRefuses(survey, limits),
    ...neverMatters(survey),
    ...enrolls(survey, places),
    ...deadEnds(survey, places),
  ];
}

interface Place {
  readonly survey: Survey;
  readonly can: Can;
}

const MOST_PLACES = 64;

function placesOf(survey: Survey, limits: SurveyLimits): readonly Place[] {
  const names = [...survey.policy.contexts.keys()].sort();
  const found = new Map<string, Place>([[keyOf(survey.policy), { survey, can: () => true }]]);
  let newest: readonly (readonly string[])[] = [[]];
  while (newest.length > 0) {
    const next: (readonly string[])[] = [];
    for (const contexts of newest)
      for (const name of names) {
        if (contexts.includes(name) || found.size > MOST_PLACES) continue;
        const place = surveyIn(survey, { contexts: [...contexts, name] }, limits);
        const key = keyOf(place.policy);
        if (found.has(key)) continue;
        found.set(key, { survey: place, can: signInOf(place) });
        next.push(place.contexts);
      }
    newest = next;
  }
  return [...found.values()].slice(1);
}

function keyOf(policy: Policy): string {
  return `${keyOfPlace(policy)}/${policy.firstFactor}`;
}

/** A finding for some roles and contexts is not repeated for more roles or more contexts. */
function lockedOut(survey: Survey, places: readonly Place[], can: Can): Finding[] {
  const said: { readonly roles: readonly string[]; readonly contexts: readonly string[] }[] = [];
  return places.flatMap((place) =>
    place.survey.rules.flatMap(({ roles }) => {
      const { contexts } = place.survey;
      const isSaid = said.some((one) => isWithin(one.roles, roles) && isWithin(one.contexts, contexts));
      if (isSaid || place.can(roles) || !can(roles)) return [];
      said.push({ roles, contexts });
      return [locksOut(survey, place, roles)];
    }),
  );
}

function locksOut(survey: Survey, { survey: there, can }: Place, roles: readonly string[]): Finding {
  const { policy, contexts } = there;
  const rule = effectiveRuleOf(policy, roles);
  const alike = roles.length === 1 ? sameRule(there, roles, rule).filter((name) => !can([name])) : [];
  const also = alike.length === 0 ? '' : ` The same goes for ${quoted(alike)}.`;
  const who = roles.length === 0 ? 'Nobody can' : `${capitalised(holders(roles))} can never`;
  const isMeant = contexts.some((name) => survey.policy.document.contexts?.[name]?.refuse === true);
  return {
    code: 'context-locks-out',
    severity: isMeant ? 'info' : 'warning',
    path: pathOf(contexts),
    message: `${who} sign in ${inContexts(contexts)}: ${ruleText(policy, rule)}.${also}`,
    counterexample: elsewhereGranted(survey, there, roles),
  };
}

function sameRule({ policy }: Survey, [first = '']: readonly string[], rule: Omit<EffectiveRule, 'roles'>): string[] {
  return [...policy.roles.keys()].sort().filter((name) => {
    const { strengths, methods } = effectiveRuleOf(policy, [name]);
    return name !== first && strengths === rule.strengths && methods === rule.methods;
  });
}

function strandedAdministrators(survey: Survey, places: readonly Place[], can: Can): Finding[] {
  const names = survey.policy.administrators.policy.filter((name) => can([name]));
  if (names.length === 0) return [];
  const said: (readonly string[])[] = [];
  return places.flatMap((place): Finding[] => {
    const { contexts, policy } = place.survey;
    if (!place.can([]) || names.some((name) => place.can([name]))) return [];
    if (said.some((one) => isWithin(one, contexts))) return [];
    said.push(contexts);
    const rule = effectiveRuleOf(policy, names.slice(0, 1));
    return [
      {
        code: 'context-strands-administrators',
        severity: 'warning',
        path: pathOf(contexts),
        message: `Policy administrators (${quoted(names)}) can never sign in ${inContexts(contexts)}: ${ruleText(policy, rule)}. Whoever has to change the policy has to come from elsewhere.`,
        counterexample: elsewhereGranted(survey, place.survey, names.slice(0, 1)),
      },
    ];
  });
}

function unknownRefuses(survey: Survey, limits: SurveyLimits): Finding[] {
  const all = surveyIn(survey, { contexts: [...survey.policy.contexts.keys()] }, limits);
  if (signInOf(all)([])) return [];
  const refusing = Object.entries(survey.policy.document.contexts ?? {}).flatMap(([name, { refuse }]) =>
    refuse === true ? [name] : [],
  );
  const why =
    refusing.length > 0
      ? `${quoted(refusing)} ${refusing.length === 1 ? 'refuses' : 'refuse'} everybody`
      : ruleText(all.policy, effectiveRuleOf(all.policy, []));
  return [
    {
      code: 'context-unknown-refuses',
      severity: refusing.length > 0 ? 'info' : 'warning',
      path: 'contexts',
      message: `While the host cannot tell the contexts of a request, every context applies, and nobody can sign in: ${why}. A host that cannot know one thing tells that context, and throws no error.`,
      counterexample: elsewhereGranted(survey, all, []),
    },
  ];
}

function neverMatters(survey: Survey): Finding[] {
  const { policy } = survey;
  return [...policy.contexts].flatMap(([name, rule]): Finding[] => {
    if (asksForMore(policy, rule)) return [];
    const message = `The context '${name}' changes no sign-in: the tenant's own rule asks for all that the context asks for.`;
    return [
      {
        code: 'context-never-matters',
        severity: 'info',
        path: pathOf([name]),
        message,
        counterexample: ordinaryExampleOf(survey),
      },
    ];
  });
}

function asksForMore(policy: Policy, rule: PlaceRule): boolean {
  const { tenant, recentProof, firstFactor } = policy;
  const none = { organisation: undefined, proofsAfter: undefined, outside: undefined };
  const place = { ...rule, ...none, contexts: [], rules: [rule], anywhere: policy };
  const joined = effectiveRuleOf({ ...policy, place }, []);
  const alone = effectiveRuleOf(policy, []);
  // A rule of a role never lengthens a session.
  const { absolute } = sessionLimitsAt(policy, { roles: [], factors: { passkeys: [] } }, () => 'single');
  return (
    joined.strengths !== alone.strengths ||
    (tenant.methods & ~rule.methods & WAY_IN_MASK) !== 0 ||
    (rule.proofsWithin ?? absolute) < absolute ||
    (rule.recentProof ?? recentProof) < recentProof ||
    (rule.firstFactor !== undefined && FIRST_FACTORS.indexOf(rule.firstFactor) > FIRST_FACTORS.indexOf(firstFactor))
  );
}

function enrolls(survey: Survey, places: readonly Place[]): Finding[] {
  return places.flatMap(({ survey: there }): Finding[] => {
    const { contexts, policy } = there;
    const [name] = contexts;
    if (contexts.length !== 1 || name === undefined || policy.firstFactor === 'vouched') return [];
    const asked = survey.factorSets.find(
      ({ factors }) =>
        grantedWith(survey, [], factors) !== undefined &&
        there.ask([], factors, []).outcome !== 'granted' &&
        walkOf(there, [], factors).end === 'enrolls',
    );
    if (asked === undefined) return [];
    const step = walkOf(there, [], asked.factors).steps.find(
      ({ decision }) => decision.outcome === 'enrollment-required',
    );
    const has = conjoined(factorWords(asked.factors));
    return [
      {
        code: 'context-enrolls',
        severity: 'info',
        path: `contexts.${name}.enrollment.firstFactor`,
        message: `${capitalised(inContexts(contexts))}, an account with ${has} is asked to set up a factor, and so is anybody else who holds both. To let people set up factors only elsewhere, write enrollment: { firstFactor: 'vouched' } in the context.`,
        counterexample: exampleOf(there, [], asked.factors, step?.evidence),
      },
    ];
  });
}

/** Only of rules that no smaller set of contexts, and no role outside of all contexts, has. */
function deadEnds(survey: Survey, places: readonly Place[]): Finding[] {
  const ruleKey = ({ policy }: Survey, { strengths, methods }: EffectiveRule): string =>
    `${strengths}/${methods}/${policy.firstFactor}`;
  const seen = new Set(survey.rules.map((rule) => ruleKey(survey, rule)));
  return places.flatMap(({ survey: there, can }) => {
    const rules = there.rules.filter((rule) => !seen.has(ruleKey(there, rule)));
    for (const rule of rules) seen.add(ruleKey(there, rule));
    return rules.length === 0 ? [] : findDeadEnds({ ...there, rules }, can);
  });
}

function pathOf(contexts: readonly string[]): string {
  return contexts.length === 1 ? `contexts.${contexts[0]}` : 'contexts';
}
