import type { Instant } from '@sallyport/core';
import type {
  AccountId,
  AccountProfile,
  AccountRecord,
  Commit,
  CommitResult,
  JudgedWrong,
  LookUpKey,
} from '@sallyport/store';
import { lookUpKeysOf } from '@sallyport/store';
import type { NoteSignIn, RemoveSessions, Write } from '@sallyport/store/plan';
import { planCommit } from '@sallyport/store/plan';
import { obstacleTo } from './checks.ts';
import { frozenCopy } from './frozen.ts';
import { keyText, type TenantData } from './tenant-data.ts';

/** If there is a conflict, only `giveBack` and `judged` of the plan. Every check comes before the first write. */
export function commit(data: TenantData, asked: Commit): CommitResult {
  const plan = planCommit(frozenCopy(asked));
  const { now, giveBack, judged } = plan;
  if (giveBack !== undefined) data.counters.giveBack(giveBack);
  const obstacle = obstacleTo(data, plan);
  if (obstacle === undefined) for (const write of plan.writes) applyWrite(data, write, now);
  const locked = judged && judge(data, judged, now) ? ({ locked: true } as const) : {};
  return obstacle === undefined
    ? { outcome: 'committed', ...locked }
    : { outcome: 'conflict', with: obstacle, ...locked };
}

/** Returns whether the failure locks the counter. */
function judge(data: TenantData, { attempt, hardLimit, ifLocked }: JudgedWrong, now: Instant): boolean {
  const locks = data.counters.judge(attempt, hardLimit, now);
  if (locks && ifLocked !== undefined) data.events.append(ifLocked);
  return locks;
}

function applyWrite(data: TenantData, write: Write, now: Instant): void {
  switch (write.kind) {
    case 'flow':
      if (write.write === 'remove') for (const id of write.ids) data.flows.delete(id);
      else data.flows.put(write.record);
      return;
    case 'samlRequest':
      if (write.write === 'remove') for (const id of write.ids) data.samlRequests.delete(id);
      else data.samlRequests.set(write.record.id, write.record);
      return;
    case 'session':
      if (write.write === 'remove') removeSessions(data, write);
      else data.sessions.put(write.record);
      return;
    case 'account':
      if (write.write === 'remove') removeAccount(data, write.id);
      else {
        putAccount(data, write.record, write.keys);
        putProfile(data, write.record.id, write.record.version, write.profile);
      }
      return;
    case 'vault':
      data.vaults.set(write.record.accountId, write.record);
      return;
    case 'device':
      for (const { accountId, tokenHash } of write.write === 'put'
        ? data.devices.put(write.record)
        : data.devices.forget(write))
        data.counters.forgetDevice(accountId, tokenHash);
      return;
    case 'counter':
      data.counters.reset(write.subject, write.resets);
      return;
    case 'single-use':
      for (const { key, expiresAt } of write.singleUses) data.used.set(key, expiresAt);
      return;
    case 'policy':
      data.policies.push(write.record);
      return;
    case 'administrators':
      data.administrators = write.record;
      return;
    case 'organisation':
      data.organisations.put(write.record);
      return;
    case 'membership':
      if (write.write === 'remove') data.organisations.removeMembership(write.organisation, write.accountId);
      else data.organisations.putMembership(write.record);
      return;
    case 'event':
      for (const event of write.events) data.events.append(event);
      return;
    case 'failure':
      data.unknownFailures.add(now);
      return;
    case 'signIn':
      noteSignIn(data, write);
  }
}

/** @param keys `undefined`: the look-up keys stay */
export function putAccount(data: TenantData, account: AccountRecord, keys: readonly LookUpKey[] | undefined): void {
  if (keys !== undefined) freeKeys(data, account.id);
  data.accounts.set(account.id, account);
  for (const key of keys ?? []) data.keys.set(keyText(key), account.id);
}

function noteSignIn({ signIns }: TenantData, { accountId, at }: NoteSignIn): void {
  const before = signIns.get(accountId);
  if (at === undefined) signIns.delete(accountId);
  else if (before === undefined || before < at) signIns.set(accountId, at);
}

function putProfile(
  { profiles }: TenantData,
  id: AccountId,
  version: number,
  profile: AccountProfile | undefined,
): void {
  if (profile === undefined) profiles.delete(id);
  else profiles.set(id, { ...profile, version });
}

function removeAccount(data: TenantData, id: AccountId): void {
  freeKeys(data, id);
  data.accounts.delete(id);
  data.vaults.delete(id);
  data.signIns.delete(id);
  data.profiles.delete(id);
  data.counters.forget(id);
  data.organisations.removeAccount(id);
}

function freeKeys(data: TenantData, id: AccountId): void {
  const before = data.accounts.get(id);
  if (before !== undefined) for (const key of lookUpKeysOf(before)) data.keys.delete(keyText(key));
}

function removeSessions({ sessions }: TenantData, { accountId, except, only, provedBy }: RemoveSessions): void {
  for (const { id, bindings } of sessions.of(accountId)) {
    if (except.includes(id) || (only !== undefined && id !== only)) continue;
    if (provedBy === undefined || bindings.some((factor) => provedBy.includes(factor))) sessions.delete(id);
  }
}
