import {
  type Act,
  type Actor,
  type Evidence,
  evaluate,
  type GivenRoles,
  leftByLink,
  ownsDomain,
} from '@sallyport/core';
import { bestAssertions } from '@sallyport/core/model';
import { isAllowed } from './allowed.ts';
import type { ThreatSource, ThreatWorld } from './host.ts';
import { surviving } from './opened.ts';
import type { Changed, Place } from './place.ts';
import { isTaken, saying } from './said.ts';
import { sortedLinks } from './session-acts.ts';
import { rolesGivenBy } from './shown.ts';
import {
  afterRoles,
  endsSessions,
  factsOf,
  type Linked,
  leavesOf,
  linkId,
  NOTHING,
  OTHER,
  type Target,
} from './target.ts';

const ASSERTED: Linked = { by: 'thief', setUpBy: OTHER, asserted: true };

export function* providerChanges(place: Place): Generator<Changed> {
  const { world, hands, target, facts, held } = place;
  const domain = target.mail?.domain;
  for (const source of world.providers) {
    const { name } = source;
    if (!hands.operates.includes(name)) continue;
    const sso = { method: 'sso', at: world.now, provider: name } as const;
    if (!target.links.some(({ provider }) => provider === name)) {
      const actor = { kind: 'provider', provider: name, domain } as const;
      const act = { type: 'link', method: 'sso', provider: name } as const;
      const leaves = { ...target, links: sortedLinks([...target.links, { ...ASSERTED, provider: name }]) };
      const assertions = bestAssertions(world.policy, name).map((assertion) => ({ ...sso, ...assertion }));
      if (target.unlinked.includes(name) || !mayLink(place, act, actor, leaves, assertions)) continue;
      if (!isTaken(world, leaves, sso)) continue;
      yield { steps: [{ move: 'asserts-identity', of: 'own', on: name }], target: leaves, held };
      continue;
    }
    for (const roles of rolesGivenBy(source)) {
      const given = withGiven(world, target, { method: 'sso', provider: name, roles, saidAt: world.now });
      const link = target.links.find(({ provider }) => provider === name);
      const leaves = saying(world, given, [{ ...sso, binding: link && linkId(link) }]);
      const actor = { kind: 'provider', provider: name } as const;
      const act = { type: 'set-roles', roles, leaves: leavesOf(target, leaves), forced: false } as const;
      if (!isAllowed(world, act, { actor, target: facts, evidence: [] })) continue;
      if (!isTaken(world, leaves, sso)) continue;
      yield {
        steps: [{ move: 'gives-roles', on: roles.join(', ') }],
        target: leaves,
        held: endsSessions(world.policy, target, leaves) ? [] : surviving(held, leaves),
        endsOthers: endsSessions(world.policy, target, leaves),
      };
    }
  }
  const { directory } = world;
  if (directory === undefined || !hands.directoryEntry || target.ldap !== undefined) return;
  const actor = { kind: 'directory', provider: directory.name, domain } as const;
  const act = { type: 'link', method: 'ldap', provider: directory.name } as const;
  const leaves = withEntry(world, target, ASSERTED);
  const bind = { method: 'ldap', at: world.now } as const;
  if (!mayLink(place, act, actor, leaves, [bind]) || !isTaken(world, leaves, bind)) return;
  yield { steps: [{ move: 'edits-entry', of: 'own', on: directory.name }], target: leaves, held };
}

function mayLink(
  { world, target, facts }: Place,
  act: Extract<Act, { readonly type: 'link' }>,
  actor: Extract<Actor, { readonly kind: 'provider' | 'directory' }>,
  after: Target,
  proofs: readonly Evidence[],
): boolean {
  const account = factsOf(after);
  const isGranted = proofs.some((proof) => {
    return evaluate(world.policy, { account, evidence: [proof], now: world.now, local: true }).outcome === 'granted';
  });
  return leftByLink(leavesOf(target, after), act, isGranted).every((leaves) =>
    isAllowed(world, { ...act, leaves }, { actor, target: facts, evidence: [] }),
  );
}

/** A mailbox that the directory reads is no factor beside the directory's password (N12). */
export function withEntry({ policy, directory }: ThreatWorld, target: Target, ldap: Linked): Target {
  const { mail } = target;
  return {
    ...target,
    ldap,
    mail: mail && directory && ownsDomain(policy, directory.name, mail.domain) ? undefined : mail,
  };
}

/** An account that gains administration loses what others set up, but not the provider's identity. */
export function withGiven({ policy }: ThreatWorld, target: Target, given: GivenRoles): Target {
  const others = target.given.filter(({ method, provider }) => method !== given.method || provider !== given.provider);
  const next = { ...target, given: [...others, given].sort((a, b) => (a.provider < b.provider ? -1 : 1)) };
  return afterRoles(policy, target, next, given.provider);
}

export function createdByProvider(world: ThreatWorld, source: ThreatSource): Changed | undefined {
  const { name } = source;
  const actor = { kind: 'provider', provider: name } as const;
  // The operator asserts an address in a mail domain of the provider, if the policy asks for an address.
  const domains = [undefined, ...(world.policy.providers.get(name)?.mailDomains?.slice(0, 1) ?? [])];
  const mayCreate = (domain: string | undefined): boolean =>
    isAllowed(world, { type: 'create', roles: [], emergency: false, domain }, { actor, evidence: [] });
  if (!domains.some(mayCreate)) return undefined;
  const target: Target = {
    ...NOTHING,
    mail: { by: 'thief', setUpBy: OTHER, domain: 'thief.example' },
    links: [{ ...ASSERTED, provider: name }],
  };
  return { steps: [{ move: 'creates-account', on: name }], target, held: [] };
}
