import { administers } from '../../acts/administration.ts';
import { judge } from '../../acts/judge.ts';
import type { GivenRoles } from '../../requirements/account-facts.ts';
import type { ThreatSource, ThreatWorld } from './host.ts';
import { surviving } from './opened.ts';
import type { Changed, Place } from './place.ts';
import { sortedLinks } from './session-acts.ts';
import { rolesGivenBy } from './shown.ts';
import { factsOf, NOTHING, ownersOnly, type Target, type Thing } from './target.ts';

const OTHERS: Thing = { by: 'thief', byOther: true };

/** What the operator of a provider, and whoever edits a directory entry, does to the account. */
export function* providerChanges(place: Place): Generator<Changed> {
  const { world, hands, target, facts, held } = place;
  const { policy, now } = world;
  const domain = target.mail?.domain;
  for (const source of world.providers) {
    const { name } = source;
    if (!hands.operates.includes(name)) continue;
    if (!target.links.some(({ provider }) => provider === name)) {
      const actor = { kind: 'provider', provider: name, domain } as const;
      const act = { type: 'link', method: 'sso', provider: name } as const;
      if (judge(policy, act, { actor, target: facts, evidence: [], now }).outcome !== 'allowed') continue;
      const leaves = { ...target, links: sortedLinks([...target.links, { ...OTHERS, provider: name }]) };
      yield { steps: [{ move: 'asserts-identity', of: 'own', on: name }], target: leaves, held };
      continue;
    }
    for (const roles of rolesGivenBy(source)) {
      const leaves = withGiven(world, target, { method: 'sso', provider: name, roles, isCurrent: true });
      yield {
        steps: [{ move: 'gives-roles', on: roles.join(', ') }],
        target: leaves,
        held: surviving(held, leaves),
      };
    }
  }
  const { directory } = world;
  if (directory === undefined || !hands.directoryEntry || target.ldap?.by === 'thief') return;
  const actor = { kind: 'directory', provider: directory.name, domain } as const;
  const act = { type: 'link', method: 'ldap', provider: directory.name } as const;
  if (judge(policy, act, { actor, target: facts, evidence: [], now }).outcome !== 'allowed') return;
  const leaves = { ...target, ldap: OTHERS };
  yield { steps: [{ move: 'edits-entry', of: 'own', on: directory.name }], target: leaves, held };
}

/** The account with the roles that a provider gives it now. If it gains administration, it keeps what its owner set up. */
export function withGiven({ policy }: ThreatWorld, target: Target, given: GivenRoles): Target {
  const others = target.given.filter(({ method, provider }) => method !== given.method || provider !== given.provider);
  const next = { ...target, given: [...others, given].sort((a, b) => (a.provider < b.provider ? -1 : 1)) };
  const { roles } = factsOf(target);
  const gained = factsOf(next).roles.filter((role) => !roles.includes(role));
  return administers(policy, gained, 'people') ? ownersOnly(keepingLink(next, given.provider)) : next;
}

/** The identity that brought the roles is not taken away by them. */
function keepingLink(target: Target, name: string): Target {
  return {
    ...target,
    links: target.links.map((link) => (link.provider === name ? { ...link, byOther: false } : link)),
  };
}

/** The account that a provider's operator makes by asserting somebody new, where the policy lets the provider create accounts. */
export function createdByProvider(world: ThreatWorld, source: ThreatSource): Changed | undefined {
  const { name } = source;
  const actor = { kind: 'provider', provider: name } as const;
  const act = { type: 'create', roles: [], emergency: false } as const;
  const { policy, now } = world;
  if (judge(policy, act, { actor, evidence: [], now }).outcome !== 'allowed') return undefined;
  const target: Target = {
    ...NOTHING,
    mail: { ...OTHERS, domain: 'thief.example' },
    links: [{ ...OTHERS, provider: name }],
  };
  return { steps: [{ move: 'creates-account', on: name }], target, held: [] };
}
