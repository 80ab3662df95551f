import type { Instant } from '@sallyport/core';
import type { AccountId, AccountRecord, Commit, CommitResult, EndSessions, JudgedWrong } from '@sallyport/store';
import { consumedFlows, externalIdKey, refuseMalformed } from '@sallyport/store';
import { conflictWith } from './conflicts.ts';
import { frozenCopy } from './frozen.ts';
import type { TenantData } from './tenant-data.ts';

/**
 * Writes a whole change, or only its `giveBack` and `judged` if there is a conflict. Every check comes before the first write of the
 * change, and the whole function runs in one turn of the event loop.
 */
export function commit(data: TenantData, asked: Commit): CommitResult {
  const change = frozenCopy(asked);
  refuseMalformed(change);
  if (change.giveBack) data.counters.giveBack(change.giveBack);
  const conflict = conflictWith(data, change);
  if (conflict === undefined) write(data, change);
  const locked = change.judged && judge(data, change.judged, change.now) ? ({ locked: true } as const) : {};
  return conflict === undefined
    ? { outcome: 'committed', ...locked }
    : { outcome: 'conflict', with: conflict, ...locked };
}

/** Judges the attempt. Returns whether the failure locks its counter. */
function judge(data: TenantData, { attempt, hardLimit, ifLocked }: JudgedWrong, now: Instant): boolean {
  const locks = data.counters.judge(attempt, hardLimit, now);
  if (locks && ifLocked !== undefined) data.events.append(ifLocked);
  return locks;
}

function write(data: TenantData, change: Commit): void {
  const { flow, endFlow, account, vault, deleteAccount, opens, session, endSessions, policy, administrators } = change;
  if (endFlow) data.flows.delete(endFlow.id);
  if (flow) data.flows.put(flow);
  if (account) putAccount(data, account);
  if (vault) data.vaults.set(vault.accountId, vault);
  if (endSessions) end(data, endSessions, session?.id);
  if (session) data.sessions.put(session);
  if (opens) {
    for (const id of consumedFlows(opens)) data.flows.delete(id);
    data.sessions.put(opens.session);
  }
  putDevices(data, change);
  for (const { key, expiresAt } of change.spend ?? []) data.spent.set(key, expiresAt);
  if (change.clearCounters) data.counters.clear(change.clearCounters);
  if (policy) data.policies.push(policy);
  if (administrators) data.administrators = administrators;
  if (deleteAccount) removeAccount(data, deleteAccount.id);
  for (const event of change.events) data.events.append(event);
  if (change.countUnknownFailure === true) data.unknownFailures.add(change.now);
}

/** Writes an account with its look-up keys. */
export function putAccount(data: TenantData, account: AccountRecord): void {
  freeKeys(data, account.id);
  data.accounts.set(account.id, account);
  for (const identifier of account.identifiers) data.identifiers.set(identifier, account.id);
  for (const { id } of account.passkeys) data.passkeys.set(id, account.id);
  for (const externalId of account.externalIds ?? []) data.externalIds.set(externalIdKey(externalId), account.id);
  if (account.externalId !== undefined) data.hostKeys.set(account.externalId, account.id);
}

function removeAccount(data: TenantData, id: AccountId): void {
  freeKeys(data, id);
  data.accounts.delete(id);
  data.vaults.delete(id);
  for (const session of data.sessions.of(id)) data.sessions.delete(session.id);
  data.devices.forget({ accountId: id });
  data.counters.forget(id);
}

function freeKeys(data: TenantData, id: AccountId): void {
  const before = data.accounts.get(id);
  for (const identifier of before?.identifiers ?? []) data.identifiers.delete(identifier);
  for (const passkey of before?.passkeys ?? []) data.passkeys.delete(passkey.id);
  for (const externalId of before?.externalIds ?? []) data.externalIds.delete(externalIdKey(externalId));
  if (before?.externalId !== undefined) data.hostKeys.delete(before.externalId);
}

function putDevices(data: TenantData, { device, forgetDevices }: Commit): void {
  const gone = [
    ...(forgetDevices ? data.devices.forget(forgetDevices, device?.tokenHash) : []),
    ...(device ? data.devices.put(device) : []),
  ];
  for (const { accountId, tokenHash } of gone) data.counters.forgetDevice(accountId, tokenHash);
}

/** @param kept id of the session that the same change writes */
function end(data: TenantData, { accountId, except, only, provedBy }: EndSessions, kept: string | undefined): void {
  for (const { id, bindings } of data.sessions.of(accountId)) {
    if (id === except || id === kept || (only !== undefined && id !== only)) continue;
    if (provedBy !== undefined && !bindings.some((factor) => provedBy.includes(factor))) continue;
    data.sessions.delete(id);
  }
}
