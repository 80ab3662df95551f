import {
  type Actor,
  actingBesides,
  administers,
  type Evidence,
  type HostCode,
  isByHostCode,
  nameOfHostCode,
  nameOfProvider,
  type Policy,
  settersOf,
  wornRoles,
} from '@sallyport/core';
import type { AccountRecord, CommitGuards, SetUpBy, TenantId } from '@sallyport/store';
import type { ActedBy, LiveSession, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { evidenceForActs, factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Entered } from '../kernel/request-place.ts';
import { type Author, areBlocked, hostActor } from '../state/actors.ts';
import { guardOf, membershipNow } from '../state/entering.ts';
import { withHostRoles } from '../state/host-roles.ts';
import { checkedRecords } from './checked-session.ts';
import { actorGuard, stillLives } from './liveness.ts';
import { afterRoleGain } from './role-gain.ts';

export type Doer = Author &
  (
    | { readonly kind: 'owner' | 'administrator'; readonly session: LiveSession }
    | { readonly kind: 'member'; readonly session: LiveSession; readonly organisation: string }
    | { readonly kind: 'recovering'; readonly evidence: readonly Evidence[] }
    | { readonly kind: 'provider' | 'directory'; readonly provider: string; readonly domain?: string | undefined }
    | { readonly kind: 'host' | 'system' }
  );

export function owner(session: LiveSession): Doer & { readonly session: LiveSession } {
  const { tenant, accountId } = session;
  return { kind: 'owner', tenant, accountId, session };
}

export function administrator(session: LiveSession): Doer {
  const { tenant, accountId } = session;
  return { kind: 'administrator', tenant, accountId, session };
}

export function host(tenant: TenantId, by: HostCode): Doer {
  return { kind: 'host', tenant, host: hostActor(String(nameOfHostCode(by))) };
}

export function doerOf(by: ActedBy['by'], tenant: TenantId): Doer {
  return isByHostCode(by) ? host(tenant, by) : administrator(by);
}

/** A policy administrator of the vendor acts as such, and everybody else as a member. */
export function doerIn(organisation: string, by: ActedBy['by'], tenant: TenantId): Doer {
  if (isByHostCode(by)) return host(tenant, by);
  return { kind: 'member', tenant: by.tenant, accountId: by.accountId, session: by, organisation };
}

export function system(tenant: TenantId): Doer {
  return { kind: 'system', tenant };
}

export interface ActorRead {
  readonly actor: Actor;
  readonly evidence: readonly Evidence[];
  readonly guards: CommitGuards;
  /** Absent for host code, and for the owner, whose proofs name the person. */
  readonly setUpBy: SetUpBy | undefined;
  readonly besides?: SetUpBy | undefined;
  /** Of a member. */
  readonly entered?: Entered;
}

export async function actorNow(
  kernel: Kernel,
  by: Doer,
  policy: Policy,
  target: AccountRecord | undefined,
): Promise<ActorRead | Refusal> {
  switch (by.kind) {
    case 'owner': {
      if (target === undefined || !(await stillLives(kernel, by.session, target))) return { refused: 'no-session' };
      const read = readFrom(by.session, target);
      const now = kernel.now();
      const others = actingBesides(policy, factsOf(target, policy, now), { kind: 'session' }, read.evidence, now);
      return { actor: { kind: 'session' }, ...read, setUpBy: undefined, besides: others.join(' ') || undefined };
    }
    case 'administrator':
      return administratorNow(kernel, by, policy, target);
    case 'member': {
      const read = await administratorNow(kernel, by, policy, undefined);
      return isRefusal(read) || administersPolicy(policy, read, kernel) ? read : memberNow(kernel, by, policy, read);
    }
    case 'recovering':
      return { actor: { kind: 'flow', purpose: 'recover' }, evidence: by.evidence, guards: {}, setUpBy: undefined };
    case 'provider':
    case 'directory':
      return {
        actor: { kind: by.kind, provider: by.provider, domain: by.domain },
        ...{ evidence: [], guards: {}, setUpBy: nameOfProvider(by.provider) },
      };
    case 'host':
    case 'system':
      return { actor: { kind: by.kind }, evidence: [], guards: {}, setUpBy: undefined };
  }
}

/** Of two actors against one another, only one succeeds. */
function readFrom(session: LiveSession, account: AccountRecord): Pick<ActorRead, 'evidence' | 'guards'> {
  return {
    evidence: evidenceForActs(account, checkedRecords(session).record.evidence),
    guards: actorGuard(session, account),
  };
}

interface Administering extends ActorRead {
  readonly actor: Extract<Actor, { kind: 'administrator' }>;
  readonly account: AccountRecord;
}

async function administratorNow(
  kernel: Kernel,
  by: Pick<Extract<Doer, { kind: 'member' }>, 'tenant' | 'session'>,
  policy: Policy,
  target: AccountRecord | undefined,
): Promise<Administering | Refusal> {
  const account = await kernel.store.readAccount(by.tenant, by.session.accountId);
  if (account === undefined || account.block !== undefined) return { refused: 'not-permitted' };
  if (!(await stillLives(kernel, by.session, account))) return { refused: 'no-session' };
  const acting = await withHostRoles(kernel, account, kernel.now());
  if (acting === undefined) return { refused: 'not-permitted' };
  const now = kernel.now();
  // First the factors that others set up must go, together with this session.
  if (afterRoleGain(policy, account, acting, now) !== acting) return { refused: 'no-session' };
  const facts = factsOf(acting, policy, now);
  const read = readFrom(by.session, account);
  const isTarget = target?.id === account.id;
  const others = actingBesides(policy, facts, { kind: 'session' }, read.evidence, now);
  const isByTarget = target !== undefined && others.includes(target.id);
  const isByBlocked = await areBlocked(kernel, by.tenant, others);
  const setUpBy = settersOf([account.id, ...others].map((by) => ({ setUpBy: by }))).join(' ');
  return {
    actor: { kind: 'administrator', account: facts, isTarget, isByTarget, isByBlocked },
    ...{ ...read, account, setUpBy, besides: others.join(' ') || undefined },
  };
}

function administersPolicy(policy: Policy, { actor, evidence }: Administering, { now }: Kernel): boolean {
  return administers(policy, wornRoles(policy, actor.account, evidence, now()), 'policy');
}

/** The membership of now, also where the host keeps it. The act is written under the rule that judged it. */
async function memberNow(
  kernel: Kernel,
  { organisation }: Extract<Doer, { kind: 'member' }>,
  policy: Policy,
  { actor, account, ...read }: Administering,
): Promise<ActorRead | Refusal> {
  const anew = await membershipNow(kernel, account, organisation);
  if (anew === undefined) return { refused: 'not-a-member' };
  const { entered, membership } = anew;
  if (entered.isClosed(policy)) return { refused: 'no-way-in' };
  const { account: facts, isByBlocked } = actor;
  return {
    ...{ ...read, entered, actor: { kind: 'member', account: facts, isByBlocked } },
    guards: {
      ...read.guards,
      organisation: { id: entered.id, version: entered.version },
      ...(membership && { memberships: [guardOf(membership)] }),
    },
  };
}
