import { administers } from '@sallyport/core';
import { isAllowed } from './allowed.ts';
import { secondsBrought, type ThreatWorld } from './host.ts';
import { surviving } from './opened.ts';
import type { Changed, Place } from './place.ts';
import { withGiven } from './provider-acts.ts';
import { sortedLinks } from './session-acts.ts';
import type { ThreatStep } from './step.ts';
import { afterRoles, endsSessions, factsOf, type Target, withSecond } from './target.ts';

/** The acts are no answer to the thief. */
export function* ownerEvents({ world, target, held }: Place): Generator<Changed> {
  for (const [step, next] of eventsOf(world, target)) {
    if (target.lived.includes(step.move)) continue;
    const leaves = { ...next, lived: [...target.lived, step.move].sort() };
    const ends = endsSessions(world.policy, target, leaves);
    yield { steps: [step], target: leaves, held: ends ? [] : surviving(held, leaves), endsOthers: ends };
  }
}

function* eventsOf(world: ThreatWorld, target: Target): Generator<readonly [ThreatStep, Target]> {
  const { policy } = world;
  const { policy: policyRoles } = policy.administrators;
  for (const { name, gives } of world.providers) {
    const linked = linkedByOwner(world, target, name);
    const roles = gives.filter((role) => policyRoles.includes(role));
    if (linked === undefined || roles.length === 0) continue;
    const given = { method: 'sso', provider: name, roles, saidAt: world.now } as const;
    yield [{ move: 'owner-signs-on', on: name }, withGiven(world, linked, given)];
  }
  const [role] = policyRoles;
  if (role !== undefined && !administers(policy, target.roles, 'policy'))
    yield [
      { move: 'owner-is-promoted', on: role },
      afterRoles(policy, target, { ...target, roles: [...target.roles, role].sort() }),
    ];
  const app = withOwnersApp(world, target);
  if (app !== undefined) yield [{ move: 'owner-sets-up-app' }, app];
}

/** If the identity is missing, the provider asserts the owner's address. */
function linkedByOwner(world: ThreatWorld, target: Target, name: string): Target | undefined {
  const link = target.links.find(({ provider }) => provider === name);
  if (link !== undefined) return link.by === 'owner' ? target : undefined;
  const actor = { kind: 'provider', provider: name, domain: target.mail?.domain } as const;
  const act = { type: 'link', method: 'sso', provider: name } as const;
  if (!isAllowed(world, act, { actor, target: factsOf(target), evidence: [] })) return undefined;
  return { ...target, links: sortedLinks([...target.links, { by: 'owner', setUpBy: undefined, provider: name }]) };
}

export function withOwnersApp({ policy }: ThreatWorld, target: Target): Target | undefined {
  const [app] = secondsBrought(policy);
  if (app === undefined || target.seconds.some(({ method }) => method === app.name)) return undefined;
  const owners = { by: 'owner', setUpBy: undefined } as const;
  return withSecond(target, app.name, owners);
}
