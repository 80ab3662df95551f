import { type Check, type Lock, type RemoveSessions, writesOf } from '@sallyport/store/plan';
import { functionIn } from '../schema/tables.ts';
import { guardRoom } from './device-writes.ts';
import type { Draft } from './draft.ts';
import { GuardChain } from './guard-chain.ts';

/** The policy is read without a lock: its change and commits do not wait for each other. In a race for keys, the unique keys decide. */
export function guardsOf(draft: Draft): GuardChain {
  const chain = new GuardChain();
  const locked = new Set<string>();
  for (const guard of draft.plan.guards) {
    if (guard.guard !== 'lock') addCheck(chain, draft, guard, locked);
    else if (!locksInCheck(draft, guard)) addLock(chain, draft, guard, locked);
  }
  guardRoom(chain, draft);
  draft.held = chain.close();
  return chain;
}

function locksInCheck({ plan }: Draft, lock: Lock): boolean {
  if (lock.kind === 'administrators') return true;
  const isForRemovals = lock.kind === 'session' && (lock.accountIds.length > 0 || sessionRemovals(plan).length > 0);
  if (isForRemovals || lock.ids.length > 1) return false;
  return plan.guards.filter((check) => isOnRow(check) && check.kind === lock.kind).length === 1;
}

type CheckOfRow = Extract<Check, { readonly guard: 'version' | 'live' }>;

function isOnRow(guard: Lock | Check): guard is CheckOfRow {
  return guard.guard === 'version' || guard.guard === 'live';
}

function addLock(chain: GuardChain, draft: Draft, lock: Lock, locked: Set<string>): void {
  const { table, tenant } = draft;
  if (lock.kind === 'account') {
    const ids = draft.parameters.texts(lock.ids);
    chain.lock(
      LOCKED.account,
      `select id, version, keys from ${table.account} where tenant = ${tenant} and id = any (${ids})`,
    );
  }
  if (lock.kind === 'session') chain.lock(LOCKED.session, selectSessions(draft, lock));
  locked.add(lock.kind);
}

const LOCKED = {
  flow: 'locked_flows',
  samlRequest: 'locked_saml_requests',
  account: 'locked_accounts',
  session: 'locked_sessions',
  organisation: 'locked_organisations',
};

export const LOCKED_SESSIONS: string = LOCKED.session;

export function sessionRemovals(plan: Draft['plan']): readonly RemoveSessions[] {
  return writesOf(plan, 'session').filter((write) => write.write === 'remove');
}

/** For two conditions with `or`, the planner may scan the table. */
function selectSessions(draft: Draft, { ids, accountIds }: Extract<Lock, { readonly kind: 'session' }>): string {
  const { table, parameters, tenant } = draft;
  const isByBinding = sessionRemovals(draft.plan).some(({ provedBy }) => provedBy !== undefined);
  const ofOwners = `select id from ${table.session} where tenant = ${tenant} and account_id = any`;
  const concerned = [
    ...(accountIds.length > 0 ? [`array(${ofOwners} (${parameters.texts(accountIds)}))`] : []),
    ...(ids.length > 0 ? [parameters.texts(ids)] : []),
  ];
  return `select id, account_id, version, ${isLiveSession(draft.now)} as is_live${isByBinding ? `, doc->'bindings' as bindings` : ''}
    from ${table.session} where tenant = ${tenant} and id = any (${concerned.join(' || ')})`;
}

function isLiveSession(now: string): string {
  return `expires_at > ${now} and ${now} - last_seen_at <= idle`;
}

function addCheck(chain: GuardChain, draft: Draft, check: Check, locked: ReadonlySet<string>): void {
  const isLocked = isOnRow(check) && locked.has(check.kind);
  const guarded = { name: nameOf(check, chain.guarded.length), obstacle: check.obstacle };
  chain.guard(guarded, selectOf(draft, check, isLocked), { locks: !isLocked && readsRow(check) });
}

function nameOf(check: Check, place: number): string {
  if (check.guard === 'never') return 'never';
  if (check.guard === 'member') return `member_${place}`;
  return check.guard === 'live' ? `${check.obstacle}_${check.kind}` : check.obstacle;
}

function readsRow(check: Check): boolean {
  if (check.guard === 'in-force') return check.kind === 'administrators' && check.version > 0;
  if (check.guard === 'member') return check.version > 0;
  return isOnRow(check) && !isOfNone(check);
}

/** A missing record has no row to lock. */
function isOfNone(check: CheckOfRow): boolean {
  return check.guard === 'version' && check.kind === 'organisation' && check.version === 0;
}

function selectOf(draft: Draft, check: Check, isLocked: boolean): string {
  const { table, parameters, tenant } = draft;
  switch (check.guard) {
    case 'version':
    case 'live':
      return selectRecord(draft, check, isLocked);
    case 'in-force': {
      if (check.kind === 'policy')
        return `select 1 where ${policyInForce(draft)} = ${parameters.number(check.version)}`;
      const ofTenant = `select 1 from ${table.administrators} where tenant = ${tenant}`;
      if (check.version === 0) return `select 1 where not exists (${ofTenant})`;
      return `${ofTenant} and version = ${parameters.number(check.version)}`;
    }
    case 'unused': {
      const singleUses = `select 1 from ${table.singleUse} where tenant = ${tenant} and key = any(${parameters.texts(check.keys)})`;
      return `select 1 where not exists (${singleUses} and expires_at > ${draft.now})`;
    }
    case 'free':
      return selectFree(draft, check);
    case 'member': {
      const of = `tenant = ${tenant} and organisation = ${parameters.text(check.organisation)} and account_id = ${parameters.text(check.accountId)}`;
      const member = `select 1 from ${table.membership} where ${of}`;
      return check.version === 0
        ? `select 1 where not exists (${member})`
        : `${member} and version = ${parameters.number(check.version)}`;
    }
    case 'room': {
      const others = `${functionIn(table, 'memberships_of_1')}(${tenant}, own.id, ${parameters.text(check.organisation)})`;
      return `select 1 from guard_account_account as own where ${others} < ${parameters.number(check.most)}`;
    }
    case 'never':
      return 'select 1 where false';
  }
}

function selectRecord(draft: Draft, check: CheckOfRow, isLocked: boolean): string {
  const { table, parameters, tenant } = draft;
  if (isOfNone(check))
    return `select 1 where not exists (select 1 from ${table.organisation} where tenant = ${tenant} and id = ${parameters.text(check.id)})`;
  const from = isLocked ? `${LOCKED[check.kind]} where` : `${table[check.kind]} where tenant = ${tenant} and`;
  const version = check.guard === 'version' ? ` and version = ${parameters.number(check.version)}` : '';
  return `select ${columnOf(draft, check)} from ${from} id = ${parameters.text(check.id)}${version}${liveness(draft, check.kind, isLocked)}`;
}

function columnOf(draft: Draft, check: CheckOfRow): string {
  if (check.kind !== 'account' || check.obstacle !== 'account') return '1';
  if (check.guard === 'live') return 'id';
  return movesKeys(draft) ? 'keys' : '1';
}

function liveness(draft: Draft, kind: CheckOfRow['kind'], isLocked: boolean): string {
  if (kind === 'flow' || kind === 'samlRequest') return ` and expires_at > ${draft.now}`;
  if (kind === 'account') return '';
  if (kind === 'organisation') return ' and removed_at is null';
  return isLocked ? ' and is_live' : ` and ${isLiveSession(draft.now)}`;
}

function movesKeys({ plan }: Draft): boolean {
  return writesOf(plan, 'account').some((one) => one.write === 'remove' || (one.write === 'replace' && one.keys));
}

export const KEYS_BEFORE = '(select keys from guard_account)::text[]';

function policyInForce({ table, tenant }: Draft): string {
  return `(select coalesce(max(version), 0) from ${table.policy} where tenant = ${tenant})`;
}

function selectFree(draft: Draft, { keys, id, isNew }: Extract<Check, { readonly guard: 'free' }>): string {
  const { table, tenant } = draft;
  const own = draft.parameters.text(id);
  const taken = `select 1 from ${table.accountKey}
    where tenant = ${tenant} and key = any(${draft.keys(keys)}) and account_id <> ${own}`;
  const known = `select 1 from ${table.account} where tenant = ${tenant} and id = ${own}`;
  return `select 1 where not exists (${taken})${isNew ? ` and not exists (${known})` : ''}`;
}
