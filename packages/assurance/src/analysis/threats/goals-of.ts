import {
  type AccountFacts,
  type Act,
  administers,
  highestAdministration,
  mayHavePassword,
  strengthOf,
} from '@sallyport/core';
import { BUILT_IN_STRENGTHS } from '@sallyport/core/model';
import { isAllowed } from './allowed.ts';
import type { ThreatGoal } from './goal.ts';
import { brings, secondsBrought } from './host.ts';
import { helpdeskActs } from './people-administrator.ts';
import type { Place, Reached } from './place.ts';
import { actingIn } from './said.ts';
import { sessionGoals } from './session-acts.ts';
import { ANYBODY, proofsIn } from './shown.ts';
import type { ThreatStep } from './step.ts';
import { factsOf, type Target } from './target.ts';
import type { Hands } from './thief.ts';

export function* goalsIn(target: Target, begin: Target): Generator<ThreatGoal> {
  if (keeps(target)) yield 'keeps';
  if (target.links.some(({ by }) => by === 'thief') || target.ldap?.by === 'thief') yield 'link';
  if (target.mail?.by === 'thief') yield 'address';
  if (target.password?.by === 'thief') yield 'password';
  if (ownersStrong(begin) > 0 && ownersStrong(target) === 0) yield 'factors-gone';
}

export function* goalsOf(place: Place): Generator<Reached> {
  yield* sessionsIn(place);
  yield* sessionGoals(place);
  yield* administration(place);
}

export function keeps({ seconds, backupCodes, codes, passkeys }: Target): boolean {
  return [backupCodes, ...seconds, ...codes, ...passkeys].some((thing) => thing?.by === 'thief');
}

function ownersStrong({ seconds, passkeys }: Target): number {
  return [...seconds, ...passkeys].filter(({ by }) => by === 'owner').length;
}

function* sessionsIn({ world, facts, target, shows, opened }: Place): Generator<Reached> {
  for (const { evidence, steps } of opened.sessions)
    yield { goal: `session-${strengthOf(world.policy, facts, proofsIn(evidence))}`, steps };
  const [session] = opened.sessions;
  const opens = shows.some(
    ({ proof, step }) => proof.method === 'passkey' && step.of === 'owner' && proof.userVerified,
  );
  if (world.vault && session !== undefined && opens && target.passkeys.some(({ by }) => by === 'owner'))
    yield { goal: 'vault-opened', steps: [...session.steps, { move: 'opens-vault', method: 'passkey', of: 'owner' }] };
}

/** The rights of an administrator whose session the thief holds are no goal. */
function* administration(place: Place): Generator<Reached> {
  const { world, hands, facts, opened } = place;
  const rank = highestAdministration(world.policy, facts.roles);
  if (rank === undefined) return;
  const acts: readonly (Omit<Reached, 'steps'> & { act: Act; target: AccountFacts | undefined; step: ThreatStep })[] =
    rank === 'helpdesk'
      ? helpdeskActs(world.policy, newHelpdesks(facts.roles, hands)).map((shown) => ({
          ...{ ...shown, goal: 'helpdesk', step: { move: 'helps-people' } },
        }))
      : [
          { goal: 'policy', act: { type: 'change-policy' }, target: undefined, step: { move: 'changes-policy' } },
          { goal: 'people', act: { type: 'vouch' }, target: ANYBODY, step: { move: 'changes-people' } },
        ];
  for (const { goal, act, target, step } of acts) {
    if (goal !== 'policy' && hands.peopleAdministrator) continue;
    for (const session of opened.sessions) {
      const evidence = proofsIn(session.evidence);
      const { facts: account } = actingIn(place, session);
      const actor = { kind: 'administrator', account, isTarget: false } as const;
      if (!isAllowed(world, act, { actor, target, evidence })) continue;
      yield { goal, steps: [...session.steps, step] };
      break;
    }
  }
}

function newHelpdesks(roles: readonly string[], { helpdesks }: Hands): readonly string[] {
  return roles.filter((role) => !helpdesks.includes(role));
}

export function reachable({ world, hands, target }: Pick<Place, 'world' | 'hands' | 'target'>): Set<ThreatGoal> {
  const { policy } = world;
  const facts = factsOf(target);
  const given = world.providers.flatMap(({ name, gives }) =>
    hands.operates.includes(name) || target.links.some(({ provider }) => provider === name) ? gives : [],
  );
  const roles = [...facts.roles, ...given];
  const strongest = brings(policy, 'passkey')
    ? 'phishing-resistant'
    : secondsBrought(policy).length > 0
      ? 'enhanced'
      : 'baseline';
  const goals = new Set<ThreatGoal>([`session-${strongest}`, 'deletes']);
  if (world.thiefsKeys.length > 0 || secondsBrought(policy).length > 0 || world.codes.length > 0) goals.add('keeps');
  if (world.providers.length > 0) goals.add('link');
  if (brings(policy, 'email-code')) goals.add('address');
  // A people administrator can take a role that forbids passwords, and name an own entry of the directory.
  const gains = administers(policy, roles, 'people');
  const left = hands.peopleAdministrator ? { ...target, roles: [], ldap: gains ? undefined : target.ldap } : target;
  if (brings(policy, 'password') && mayHavePassword(policy, factsOf(left))) goals.add('password');
  if (ownersStrong(target) > 0) goals.add('factors-gone');
  if (world.vault) goals.add('vault-spoiled');
  if (world.vault && hands.pin && target.passkeys.length > 0) goals.add('vault-opened');
  if (administers(policy, roles, 'policy')) goals.add('policy');
  if (!hands.peopleAdministrator && gains) goals.add('people');
  if (!hands.peopleAdministrator && helpdeskActs(policy, newHelpdesks(roles, hands)).length > 0) goals.add('helpdesk');
  return goals;
}

export function withWeaker(goal: ThreatGoal): readonly ThreatGoal[] {
  const place = BUILT_IN_STRENGTHS.findIndex((strength) => goal === `session-${strength}`);
  if (place === -1) return [goal];
  return BUILT_IN_STRENGTHS.slice(0, place + 1).map((strength) => `session-${strength}` as const);
}
