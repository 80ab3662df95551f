import {
  type Actor,
  actingBesides,
  type Evidence,
  type HostCode,
  isByHostCode,
  nameOfHostCode,
  nameOfProvider,
  type Policy,
  settersOf,
} from '@sallyport/core';
import type { AccountRecord, CommitGuards, SetUpBy, TenantId } from '@sallyport/store';
import type { ActedBy, LiveSession, Refusal } from '../contract/index.ts';
import { evidenceForActs, factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Author, areBlocked, hostActor } from '../records/actors.ts';
import { withHostRoles } from '../records/host-roles.ts';
import { checkedRecords } from './checked-session.ts';
import { actorGuard, stillLives } from './liveness.ts';
import { afterRoleGain } from './role-gain.ts';

/** Who makes an act, with what the engine needs to read the actor. Only `judge` decides the rights of each kind of doer. */
export type Doer = Author &
  (
    | { readonly kind: 'owner' | 'administrator'; readonly session: LiveSession }
    /** A person who followed a link to the account's mailbox. */
    | { readonly kind: 'recovering'; readonly evidence: readonly Evidence[] }
    | { readonly kind: 'provider' | 'directory'; readonly provider: string; readonly domain?: string | undefined }
    | { readonly kind: 'host' | 'system' }
  );

/** A person in a session, on the person's account. */
export function owner(session: LiveSession): Doer & { readonly session: LiveSession } {
  const { tenant, accountId } = session;
  return { kind: 'owner', tenant, accountId, session };
}

/** A person in a session, with roles of administration. */
export function administrator(session: LiveSession): Doer {
  const { tenant, accountId } = session;
  return { kind: 'administrator', tenant, accountId, session };
}

/** Host code in the tenant. `by` was checked by `malformedAuthor`. */
export function host(tenant: TenantId, by: HostCode): Doer {
  return { kind: 'host', tenant, host: hostActor(String(nameOfHostCode(by))) };
}

/** The `by` of a call of host code: a session of an administrator, or host code in the tenant. */
export function doerOf(by: ActedBy['by'], tenant: TenantId): Doer {
  return isByHostCode(by) ? host(tenant, by) : administrator(by);
}

/** Work that follows from the policy, or from the host's roles. */
export function system(tenant: TenantId): Doer {
  return { kind: 'system', tenant };
}

/** The actor for `judge`, and the guards for the commit of the act. */
export interface ActorRead {
  readonly actor: Actor;
  readonly evidence: readonly Evidence[];
  readonly guards: CommitGuards;
  /**
   * The names for the factors, addresses, links and codes that the act gives an account: the administrator and everybody who acts in the administrator's
   * session (`actingBesides`), or the provider. `undefined` for host code, which is responsible for its facts, and for the owner: the
   * proofs of an owner's set-up name the person (`settingUp`).
   */
  readonly setUpBy: SetUpBy | undefined;
  /** Everybody who acts in the session besides the session's account. The events of the act name them. */
  readonly besides?: SetUpBy | undefined;
}

/**
 * Reads the actor's committed state: the session must be alive, and an administrator has the host's current roles.
 *
 * @param target the committed account that the act changes
 */
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
    case 'administrator': {
      const account = await kernel.store.readAccount(by.tenant, by.session.accountId);
      if (account === undefined || account.block !== undefined) return { refused: 'not-permitted' };
      if (!(await stillLives(kernel, by.session, account))) return { refused: 'no-session' };
      const acting = await withHostRoles(kernel, account, kernel.now());
      if (acting === undefined) return { refused: 'not-permitted' };
      const now = kernel.now();
      // The host gave a role of administration that is not written yet. First the factors that others set up must go, together with this
      // session.
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
        ...{ ...read, setUpBy, besides: others.join(' ') || undefined },
      };
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

/**
 * The actor's proofs, and guards by the actor's account and session: of two actors against one another, only one succeeds.
 */
function readFrom(session: LiveSession, account: AccountRecord): Pick<ActorRead, 'evidence' | 'guards'> {
  return {
    evidence: evidenceForActs(account, checkedRecords(session).record.evidence),
    guards: actorGuard(session, account),
  };
}
