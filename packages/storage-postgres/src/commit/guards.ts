import { movesKeys } from './account-keys.ts';
import { guardRoom } from './device-writes.ts';
import { GuardChain } from './guard-chain.ts';
import type { Draft } from './parts.ts';
import { isLiveSession, LOCKED_SESSIONS, sessionLocks } from './session-locks.ts';

/**
 * Builds the guards of a change. They lock the flow, the accounts, the sessions and the administrators. The policy is read from the
 * snapshot of the statement without a lock, so that a change of the policy does not wait for commits and does not delay a commit. Spent marks and
 * taken keys are checked after the locks; in a race, the unique keys decide.
 */
export function guardsOf(draft: Draft): GuardChain {
  const chain = new GuardChain();
  guardFlow(chain, draft);
  guardAccounts(chain, draft);
  guardSessions(chain, draft);
  guardActor(chain, draft);
  guardPolicy(chain, draft);
  guardAdministrators(chain, draft);
  guardMarks(chain, draft);
  guardKeys(chain, draft);
  guardRoom(chain, draft);
  draft.held = chain.close();
  return chain;
}

function guardFlow(chain: GuardChain, draft: Draft): void {
  const { flow } = draft.change.guards;
  if (flow === undefined) return;
  const condition = `select 1 from ${draft.table.flow} where tenant = ${draft.tenant} and ${at(draft, flow)}`;
  chain.guard('flow', `${condition} and expires_at > ${draft.now}`, { locks: true });
}

/** Guards the account. Locks the account and the actor's account in the order of the ids, so that two commits cannot deadlock. */
function guardAccounts(chain: GuardChain, draft: Draft): void {
  const { account, actor } = draft.change.guards;
  if (account === undefined && actor === undefined) return;
  const { change, table, tenant, parameters } = draft;
  if (actor === undefined) {
    if (account === undefined) return;
    const column = movesKeys(change) ? 'keys' : '1';
    const condition = `select ${column} from ${table.account} where tenant = ${tenant} and ${at(draft, account)}`;
    chain.guard('account', condition, { locks: true });
    return;
  }
  const ids = parameters.texts([...new Set([actor.accountId, ...(account ? [account.id] : [])])]);
  const select = `select id, version, keys from ${table.account} where tenant = ${tenant} and id = any (${ids})`;
  chain.lock(LOCKED_ACCOUNTS, select);
  if (account) chain.guard('account', `select keys from ${LOCKED_ACCOUNTS} where ${at(draft, account)}`);
}

function guardSessions(chain: GuardChain, draft: Draft): void {
  const { session } = draft.change.guards;
  const locks = sessionLocks(draft);
  if (locks === undefined) {
    if (session === undefined) return;
    const condition = `select 1 from ${draft.table.session} where tenant = ${draft.tenant} and ${at(draft, session)}`;
    chain.guard('session', `${condition} and ${isLiveSession(draft.now)}`, { locks: true });
    return;
  }
  chain.lock(LOCKED_SESSIONS, locks.select);
  draft.endedSessions = locks.ends;
  if (session) chain.guard('session', `select 1 from ${LOCKED_SESSIONS} where ${at(draft, session)} and is_live`);
}

/** The actor's account is locked by then, and so is the session if one is named. */
function guardActor(chain: GuardChain, draft: Draft): void {
  const { actor } = draft.change.guards;
  if (actor === undefined) return;
  const { accountId, version, sessionId } = actor;
  const acts = `select 1 from ${LOCKED_ACCOUNTS} where ${at(draft, { id: accountId, version })}`;
  if (sessionId === undefined) return void chain.guard('actor', acts);
  const lives = `select 1 from ${LOCKED_SESSIONS} where id = ${draft.parameters.text(sessionId)} and is_live`;
  chain.guard('actor', `${acts} and exists (${lives})`);
}

const LOCKED_ACCOUNTS = 'locked_accounts';

function at({ parameters }: Draft, { id, version }: { readonly id: string; readonly version: number }): string {
  return `id = ${parameters.text(id)} and version = ${parameters.number(version)}`;
}

function guardPolicy(chain: GuardChain, draft: Draft): void {
  const { guards, policy } = draft.change;
  const version = guards.policy ?? (policy && policy.version - 1);
  if (version === undefined) return;
  const inForce = `(select coalesce(max(version), 0) from ${draft.table.policy} where tenant = ${draft.tenant})`;
  chain.guard('policy', `select 1 where ${inForce} = ${draft.parameters.number(version)}`);
}

function guardAdministrators(chain: GuardChain, draft: Draft): void {
  const { guards, administrators } = draft.change;
  const version = guards.administrators ?? (administrators && administrators.version - 1);
  if (version === undefined) return;
  const ofTenant = `select 1 from ${draft.table.administrators} where tenant = ${draft.tenant}`;
  if (version === 0) chain.guard('administrators', `select 1 where not exists (${ofTenant})`);
  else chain.guard('administrators', `${ofTenant} and version = ${draft.parameters.number(version)}`, { locks: true });
}

function guardMarks(chain: GuardChain, draft: Draft): void {
  const { spend = [] } = draft.change;
  if (spend.length === 0) return;
  const keys = draft.parameters.texts(spend.map(({ key }) => key));
  const spent = `select 1 from ${draft.table.spent} where tenant = ${draft.tenant} and key = any(${keys}) and expires_at > ${draft.now}`;
  chain.guard('spent', `select 1 where not exists (${spent})`);
}

function guardKeys(chain: GuardChain, draft: Draft): void {
  const { account, guards, keysStay } = draft.change;
  if (account === undefined || keysStay === true) return;
  const { table, tenant, parameters } = draft;
  const id = parameters.text(account.id);
  const taken = `select 1 from ${table.accountKey}
    where tenant = ${tenant} and key = any(${draft.claimedKeys(account)}) and account_id <> ${id}`;
  const conditions = [`not exists (${taken})`];
  if (account.id !== guards.account?.id) {
    conditions.push(`not exists (select 1 from ${table.account} where tenant = ${tenant} and id = ${id})`);
  }
  chain.guard('key', `select 1 where ${conditions.join(' and ')}`);
}
