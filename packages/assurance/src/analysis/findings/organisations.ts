import { type Instant, type Organisation, policyIn } from '@sallyport/core';
import { compileOrganisation } from '@sallyport/core/model';
import { effectiveRuleOf, keyOfPlace } from '../world/effective-rules.ts';
import { type Survey, type SurveyLimits, surveyIn } from '../world/survey.ts';
import { elsewhereGranted, ordinaryExampleOf } from './example.ts';
import type { Finding } from './finding.ts';
import { signInOf } from './locked-out.ts';
import { capitalised, holders, inContexts, inOrganisation, isWithin, quoted, ruleText } from './wording.ts';

type Can = (roles: readonly string[]) => boolean;

interface Limits extends SurveyLimits {
  /** The rules of organisations that have begun by then apply. */
  readonly now: Instant;
}

interface Room {
  readonly survey: Survey;
  readonly organisation: readonly string[];
  readonly can: Can;
  /** In the same contexts, and in no organisation. */
  readonly canOutside: Can;
}

/** An organisation without a rule of its own: what the policy asks of every organisation. */
export function findOrganisations(survey: Survey, can: Can, limits: Limits): Finding[] {
  const { policy } = survey;
  if (policy.document.organisations === undefined || !can([])) return [];
  const every = compileOrganisation(policy, 'every', {});
  const rooms = roomsOf(survey, every, limits);
  return [
    ...lockedOut(survey, rooms),
    ...strandedOwners(survey, every, limits),
    ...neverMatters(survey, every, limits),
  ];
}

const MOST_ROOMS = 64;

/** Each set of contexts and roles that asks for something else than every smaller set. */
function roomsOf(survey: Survey, every: Organisation, limits: Limits): readonly Room[] {
  const { policy } = survey;
  const outsides = new Map<string, { readonly key: string; readonly can: Can }>();
  const outsideOf = (contexts: readonly string[]) => {
    const name = contexts.join(' ');
    const known = outsides.get(name);
    if (known !== undefined) return known;
    const there = surveyIn(survey, { contexts }, limits);
    const outside = { key: keyOfPlace(there.policy), can: signInOf(there) };
    outsides.set(name, outside);
    return outside;
  };
  const found = new Map<string, Room>();
  const add = (contexts: readonly string[], organisation: readonly string[]): Room | undefined => {
    const entered = { rules: every, roles: organisation };
    const there = surveyIn(survey, { contexts, organisation: entered, now: limits.now }, limits);
    const outside = outsideOf(there.contexts);
    const key = `${keyOfPlace(there.policy)} ${outside.key}`;
    if (found.has(key) || found.size === MOST_ROOMS) return undefined;
    const room = { survey: there, organisation, can: signInOf(there), canOutside: outside.can };
    found.set(key, room);
    return room;
  };
  let newest = [add([], [])].filter((room) => room !== undefined);
  while (newest.length > 0)
    newest = newest.flatMap(({ survey: { contexts }, organisation }) =>
      [
        ...policy.organisations.roles.map((role) =>
          organisation.includes(role) ? undefined : add(contexts, [...organisation, role]),
        ),
        ...[...policy.contexts.keys()].map((context) =>
          contexts.includes(context) ? undefined : add([...contexts, context], organisation),
        ),
      ].filter((room) => room !== undefined),
    );
  return [...found.values()];
}

/** A finding for some roles and contexts is not repeated for more of them. */
function lockedOut(survey: Survey, rooms: readonly Room[]): Finding[] {
  const said: { readonly roles: readonly string[]; readonly room: Room }[] = [];
  return rooms.flatMap((room) =>
    room.survey.rules.flatMap(({ roles }): Finding[] => {
      const isSaid = said.some((one) => isWithin(one.roles, roles) && isPart(one.room, room));
      if (isSaid || room.can(roles) || !room.canOutside(roles)) return [];
      said.push({ roles, room });
      const who = roles.length === 0 ? 'Nobody can' : `${capitalised(holders(roles))} can never`;
      return [
        {
          code: 'organisation-locks-out',
          severity: 'warning',
          path: pathOf(room),
          message: `${who} enter an organisation${asWhom(room)}: ${ruleText(room.survey.policy, effectiveRuleOf(room.survey.policy, roles))}.`,
          counterexample: elsewhereGranted(survey, room.survey, roles),
        },
      ];
    }),
  );
}

function isPart(part: Room, whole: Room): boolean {
  return isWithin(part.organisation, whole.organisation) && isWithin(part.survey.contexts, whole.survey.contexts);
}

function asWhom({ organisation, survey: { contexts } }: Room): string {
  const where = contexts.length === 0 ? '' : ` ${inContexts(contexts)}`;
  return organisation.length === 0 ? where : ` as ${quoted(organisation)}${where}`;
}

function strandedOwners(survey: Survey, every: Organisation, limits: Limits): Finding[] {
  const owners = survey.policy.organisations.administrators.rule;
  const [first, ...others] = owners.map((role) => inside(survey, every, [role], limits));
  const isStranded = (there: Survey): boolean => !signInOf(there)([]);
  if (first === undefined || isStranded(inside(survey, every, [], limits)) || ![first, ...others].every(isStranded))
    return [];
  return [
    {
      code: 'organisation-strands-owners',
      severity: 'warning',
      path: 'organisations.roles',
      message: `Nobody who may change the rule of an organisation (${quoted(owners)}) can ever enter one: ${ruleText(first.policy, effectiveRuleOf(first.policy, []))}.`,
      counterexample: elsewhereGranted(survey, first, []),
    },
  ];
}

function inside(survey: Survey, every: Organisation, roles: readonly string[], limits: Limits): Survey {
  return surveyIn(survey, { contexts: [], organisation: { rules: every, roles }, now: limits.now }, limits);
}

function neverMatters(survey: Survey, every: Organisation, limits: Limits): Finding[] {
  const asked = (roles: readonly string[]): string => {
    const entered = { rules: every, roles };
    const policy = policyIn(survey.policy, { contexts: [], organisation: entered, now: limits.now });
    const { strengths, methods } = effectiveRuleOf(policy, []);
    return [strengths, methods, policy.place?.proofsWithin, policy.recentProof].join(' ');
  };
  const roles = new Set(
    every.rules.flatMap(({ role, from }) => (role === undefined || from !== undefined ? [] : [role])),
  );
  const ofEverybody = asked([]);
  return [...roles].flatMap((role): Finding[] =>
    asked([role]) === ofEverybody
      ? [
          {
            code: 'organisation-never-matters',
            severity: 'info',
            path: `organisations.roles.${role}`,
            message: `${capitalised(inOrganisation([role]))}, nothing is asked for that is not asked for in every organisation.`,
            counterexample: ordinaryExampleOf(survey),
          },
        ]
      : [],
  );
}

function pathOf({ organisation, survey: { contexts } }: Room): string {
  const [role] = organisation;
  return role !== undefined && organisation.length === 1 && contexts.length === 0
    ? `organisations.roles.${role}`
    : 'organisations';
}
