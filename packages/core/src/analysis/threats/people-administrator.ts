import type { AccountFacts } from '../../strength/account-facts.ts';
import type { Evidence } from '../../strength/evidence.ts';
import { ordinaryTargets, ownersHands, type ThreatAccount, targetOf } from './accounts.ts';
import { isAllowed } from './allowed.ts';
import type { ThreatWorld } from './host.ts';
import { open } from './opened.ts';
import { ANYBODY, proofsIn, shownBy } from './shown.ts';
import type { ThreatStep } from './step.ts';
import { factsOf } from './target.ts';

/** The people administrator of a thief who holds the administrator's session. */
export interface PeopleAdministrator {
  /** The usual kind of account with a role that administers people only. */
  readonly account: ThreatAccount;
  /** The administrator's way to a session that administers. Absent: no usual account has such a session without a further set-up. */
  readonly steps?: readonly ThreatStep[];
}

/** The same, as `judge` asks for it. */
interface Judged extends PeopleAdministrator {
  readonly facts: AccountFacts;
  readonly evidence: readonly Evidence[];
}

const known = new WeakMap<ThreatWorld, Judged | undefined>();

/**
 * Finds a people administrator who can sign in and administer under the policy: with a password and an app, else the first usual account of
 * the role. Returns `undefined` if no role administers people only.
 */
export function peopleAdministrator(world: ThreatWorld): Judged | undefined {
  if (!known.has(world)) known.set(world, find(world));
  return known.get(world);
}

function find(world: ThreatWorld): Judged | undefined {
  const { administrators } = world.policy;
  const role = administrators.people.find((name) => !administrators.policy.includes(name));
  if (role === undefined) return undefined;
  const first: ThreatAccount = { roles: [role], factors: { password: 'independent', totp: true, passkeys: [] } };
  const kinds = ordinaryTargets(world).filter(
    ({ roles, alike = [], emergency }) => emergency !== true && [...roles, ...alike].includes(role),
  );
  for (const { factors } of [first, ...kinds]) {
    const found = administering(world, { roles: [role], factors });
    if (found !== undefined) return found;
  }
  const evidence: readonly Evidence[] = [
    { method: 'password', at: world.now, provenance: 'independent' },
    { method: 'totp', at: world.now },
  ];
  return { account: first, facts: factsOf(targetOf(first)), evidence };
}

/** The account with the shortest way to a session that administers people. */
function administering(world: ThreatWorld, account: ThreatAccount): Judged | undefined {
  const target = targetOf(account);
  const facts = factsOf(target);
  const actor = { kind: 'administrator', account: facts, isTarget: false } as const;
  const { sessions } = open(world, target, shownBy(world, ownersHands(target), target), false);
  for (const session of sessions) {
    const evidence = proofsIn(session.evidence);
    if (isAllowed(world, { type: 'vouch' }, { actor, target: ANYBODY, evidence }))
      return { account, steps: session.steps, facts, evidence };
  }
  return undefined;
}
