import { type Commit, type CommitResult, externalIdKey } from '@sallyport/store';
import { liveFlow, liveSession, policyVersion, type TenantData } from './tenant-data.ts';

type Obstacle = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/** Returns the first obstacle to a change: a guard that does not hold, a spent mark, or a taken key. */
export function conflictWith(data: TenantData, change: Commit): Obstacle | undefined {
  const broken = brokenGuard(data, change);
  if (broken !== undefined) return broken;
  if (isSpent(data, change)) return 'spent';
  return isKeyTaken(data, change) ? 'key' : undefined;
}

function brokenGuard(data: TenantData, { guards, now, policy, administrators }: Commit): Obstacle | undefined {
  const { flow, account, session, actor } = guards;
  if (flow && liveFlow(data.flows.byId(flow.id), now)?.version !== flow.version) return 'flow';
  if (account && data.accounts.get(account.id)?.version !== account.version) return 'account';
  if (session && liveSession(data.sessions.byId(session.id), now)?.version !== session.version) return 'session';
  if (actor) {
    if (data.accounts.get(actor.accountId)?.version !== actor.version) return 'actor';
    const { sessionId } = actor;
    if (sessionId !== undefined && liveSession(data.sessions.byId(sessionId), now) === undefined) return 'actor';
  }
  const policyHeld = guards.policy ?? (policy && policy.version - 1);
  if (policyHeld !== undefined && policyHeld !== policyVersion(data)) return 'policy';
  const administratorsHeld = guards.administrators ?? (administrators && administrators.version - 1);
  if (administratorsHeld !== undefined && administratorsHeld !== (data.administrators?.version ?? 0)) {
    return 'administrators';
  }
  return undefined;
}

function isSpent(data: TenantData, { spend = [], now }: Commit): boolean {
  const isRepeated = new Set(spend.map(({ key }) => key)).size < spend.length;
  return isRepeated || spend.some(({ key }) => (data.spent.get(key) ?? 0) > now);
}

function isKeyTaken(data: TenantData, change: Commit): boolean {
  return (
    isFlowTaken(data, change) ||
    isAccountTaken(data, change) ||
    isSessionTaken(data, change) ||
    change.events.some(({ id }) => data.events.has(id))
  );
}

function isFlowTaken(data: TenantData, { guards, flow }: Commit): boolean {
  if (flow === undefined) return false;
  const isNew = flow.id !== guards.flow?.id;
  return (
    (isNew && data.flows.byId(flow.id) !== undefined) || isOfAnother(data.flows.byToken(flow.tokenHash)?.id, flow.id)
  );
}

function isAccountTaken(data: TenantData, { guards, account }: Commit): boolean {
  if (account === undefined) return false;
  const isNew = account.id !== guards.account?.id;
  return (
    (isNew && data.accounts.has(account.id)) ||
    account.identifiers.some((identifier) => isOfAnother(data.identifiers.get(identifier), account.id)) ||
    account.passkeys.some(({ id }) => isOfAnother(data.passkeys.get(id), account.id)) ||
    account.externalIds?.some((one) => isOfAnother(data.externalIds.get(externalIdKey(one)), account.id)) === true ||
    (account.externalId !== undefined && isOfAnother(data.hostKeys.get(account.externalId), account.id))
  );
}

function isSessionTaken({ sessions }: TenantData, { opens, session }: Commit): boolean {
  if (session !== undefined && isOfAnother(sessions.byToken(session.tokenHash)?.id, session.id)) return true;
  if (opens === undefined) return false;
  return sessions.byId(opens.session.id) !== undefined || sessions.byToken(opens.session.tokenHash) !== undefined;
}

function isOfAnother(owner: string | undefined, self: string): boolean {
  return owner !== undefined && owner !== self;
}
