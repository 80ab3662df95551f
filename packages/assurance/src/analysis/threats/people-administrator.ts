import type { AccountFacts, Act, Evidence, Policy } from '@sallyport/core';
import { partOf, STRONG_SECONDS } from '@sallyport/core/model';
import { ordinaryTargets, ownersHands, type ThreatAccount, targetOf } from './accounts.ts';
import { isAllowed } from './allowed.ts';
import type { ThreatWorld } from './host.ts';
import { open } from './opened.ts';
import { ANYBODY, proofsIn, shownBy } from './shown.ts';
import type { ThreatStep } from './step.ts';
import { factsOf } from './target.ts';
import type { Hands } from './thief.ts';

/** The people administrator of a thief who holds the administrator's session. */
export interface PeopleAdministrator {
  /** The usual kind of account with a role that administers people only. */
  readonly account: ThreatAccount;
  /** The administrator's way to a session that administers. Absent: no usual account has such a session without a further set-up. */
  readonly steps?: readonly ThreatStep[];
}

/** The helpdesk of a thief who holds the helpdesk's session. The account is the usual kind of account with the role, and no other role. */
export interface HelpdeskHeld extends PeopleAdministrator {
  readonly role: string;
}

export interface Judged extends PeopleAdministrator {
  readonly facts: AccountFacts;
  readonly evidence: readonly Evidence[];
}

const known = new WeakMap<ThreatWorld, Map<string, Judged | undefined>>();

interface Sought {
  readonly role: string;
  readonly act: Act;
  readonly target: AccountFacts;
}

export function peopleAdministrator(world: ThreatWorld): Judged | undefined {
  const { administrators } = world.policy;
  const role = administrators.people.find((name) => !administrators.policy.includes(name));
  return role === undefined ? undefined : found(world, { role, act: { type: 'vouch' }, target: ANYBODY });
}

export function stolenAdministrators(
  world: ThreatWorld,
  { peopleAdministrator: has, helpdesks }: Pick<Hands, 'peopleAdministrator' | 'helpdesks'>,
): readonly Judged[] {
  const people = has ? peopleAdministrator(world) : undefined;
  return [...(people === undefined ? [] : [people]), ...helpdesks.flatMap((role) => helpdeskWith(world, role) ?? [])];
}

export function helpdeskWith(world: ThreatWorld, role: string): Judged | undefined {
  const [shown] = helpdeskActs(world.policy, [role]);
  return shown && found(world, { role, ...shown });
}

export function helpdeskActs({ administrators }: Policy, roles: readonly string[]): readonly Omit<Sought, 'role'>[] {
  return administrators.helpdesk
    .filter((desk) => desk.roles.some((role) => roles.includes(role)))
    .map(({ over, may }) => ({
      act: { type: may.includes('unlock') ? 'unlock' : may.includes('vouch') ? 'vouch' : 'reset-two-step' },
      target: { ...ANYBODY, roles: over.slice(0, 1) },
    }));
}

function found(world: ThreatWorld, sought: Sought): Judged | undefined {
  const byRole = known.get(world) ?? new Map<string, Judged | undefined>();
  known.set(world, byRole);
  if (!byRole.has(sought.role)) byRole.set(sought.role, find(world, sought));
  return byRole.get(sought.role);
}

function find(world: ThreatWorld, sought: Sought): Judged {
  const { role } = sought;
  const [strong] = STRONG_SECONDS.map(partOf);
  const first: ThreatAccount = { roles: [role], factors: { password: 'independent', ...strong, passkeys: [] } };
  const kinds = ordinaryTargets(world).filter(
    ({ roles, alike = [], emergency }) => emergency !== true && [...roles, ...alike].includes(role),
  );
  for (const { factors } of [first, ...kinds]) {
    const able = administering(world, { roles: [role], factors }, sought);
    if (able !== undefined) return able;
  }
  const evidence: readonly Evidence[] = [
    { method: 'password', at: world.now, provenance: 'independent' },
    ...STRONG_SECONDS.slice(0, 1).map(({ name: method }) => ({ method, at: world.now })),
  ];
  return { account: first, facts: factsOf(targetOf(first)), evidence };
}

function administering(world: ThreatWorld, account: ThreatAccount, { act, target: on }: Sought): Judged | undefined {
  const target = targetOf(account);
  const facts = factsOf(target);
  const actor = { kind: 'administrator', account: facts, isTarget: false } as const;
  const { sessions } = open(world, target, shownBy(world, ownersHands(target), target), false);
  for (const session of sessions) {
    const evidence = proofsIn(session.evidence);
    if (isAllowed(world, act, { actor, target: on, evidence }))
      return { account, steps: session.steps, facts, evidence };
  }
  return undefined;
}
