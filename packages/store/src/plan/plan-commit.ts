import type { Commit } from '../commit.ts';
import { lookUpKeysOf } from '../look-up-keys.ts';
import type { AccountId } from '../records.ts';
import { counterResets } from './counter-resets.ts';
import { consumedFlow, refuseMalformed } from './malformed-commit.ts';
import { guardOrganisation, joiningAccount, writeOrganisation } from './organisation-guards.ts';
import type { CommitPlan, Guard, SingleUse, Write } from './plan.ts';

/**
 * Every rule that does not depend on the database is in the plan. A store reads no other member of the commit.
 *
 * @throws {MalformedCommit}
 */
export function planCommit(commit: Commit): CommitPlan {
  refuseMalformed(commit);
  const { tenant, now, giveBack, judged } = commit;
  return { tenant, now, guards: plannedGuards(commit), writes: plannedWrites(commit), giveBack, judged };
}

/** The order of the locks is the same in all plans. A check comes after the locks of the records that the check reads. */
function plannedGuards(commit: Commit): readonly Guard[] {
  const { guards: asked, policy, administrators, uses, account, keysStay } = commit;
  const guards: Guard[] = [];
  guardFlow(commit, guards);
  guardSamlRequest(commit, guards);
  guardAccountsAndSessions(commit, guards);
  // A policy or administrators record without a guard still follows the version before it.
  const policyVersion = asked.policy ?? (policy && policy.version - 1);
  if (policyVersion !== undefined) {
    guards.push({ guard: 'in-force', kind: 'policy', version: policyVersion, obstacle: 'policy' });
  }
  const version = asked.administrators ?? (administrators && administrators.version - 1);
  if (version !== undefined) {
    guards.push({ guard: 'lock', kind: 'administrators' });
    guards.push({ guard: 'in-force', kind: 'administrators', version, obstacle: 'administrators' });
  }
  guardOrganisation(commit, guards);
  if (uses !== undefined && uses.length > 0) {
    const keys = inOrder(uses.map(({ key }) => key));
    guards.push({ guard: 'unused', kind: 'single-use', keys, obstacle: 'used' });
    if (keys.length < uses.length) guards.push({ guard: 'never', obstacle: 'used' });
  }
  if (account !== undefined && keysStay !== true) {
    const [id, keys] = [account.id, lookUpKeysOf(account)];
    const isNew = id !== asked.account?.id;
    guards.push({ guard: 'free', kind: 'account', keys, id, isNew, obstacle: 'key' });
  }
  return guards;
}

function guardFlow({ guards: { flow } }: Commit, guards: Guard[]): void {
  if (flow === undefined) return;
  const { id, version, tokenHash } = flow;
  guards.push({ guard: 'lock', kind: 'flow', ids: [id] });
  guards.push({ guard: 'version', kind: 'flow', id, version, obstacle: 'flow', tokenHash });
}

function guardSamlRequest({ guards: { samlRequest } }: Commit, guards: Guard[]): void {
  if (samlRequest === undefined) return;
  const { id, version } = samlRequest;
  guards.push({ guard: 'lock', kind: 'samlRequest', ids: [id] });
  guards.push({ guard: 'version', kind: 'samlRequest', id, version, obstacle: 'samlRequest' });
}

function guardAccountsAndSessions(commit: Commit, guards: Guard[]): void {
  const { guards: asked, endSessions, deleteAccount } = commit;
  const { account, session, actor } = asked;
  const joining = joiningAccount(commit);
  const accounts = inOrder([account?.id, actor?.accountId, joining]);
  if (accounts.length > 0) guards.push({ guard: 'lock', kind: 'account', ids: accounts });
  if (account !== undefined) {
    const { id, version } = account;
    guards.push({ guard: 'version', kind: 'account', id, version, obstacle: 'account' });
  }
  if (joining !== undefined) guards.push({ guard: 'live', kind: 'account', id: joining, obstacle: 'account' });
  const { accountId, only } = endSessions ?? {};
  const ids = inOrder([session?.id, actor?.sessionId, only]);
  const accountIds = inOrder([deleteAccount?.id, only === undefined ? accountId : undefined]);
  if (ids.length + accountIds.length > 0) guards.push({ guard: 'lock', kind: 'session', ids, accountIds });
  if (session !== undefined) {
    const { id, version } = session;
    guards.push({ guard: 'version', kind: 'session', id, version, obstacle: 'session' });
  }
  if (actor === undefined) return;
  const { accountId: id, version, sessionId } = actor;
  guards.push({ guard: 'version', kind: 'account', id, version, obstacle: 'actor' });
  if (sessionId !== undefined) guards.push({ guard: 'live', kind: 'session', id: sessionId, obstacle: 'actor' });
}

/** Without repetitions, in ascending order. */
function inOrder<Id extends string>(ids: readonly (Id | undefined)[]): readonly Id[] {
  const [first, ...others] = ids.filter((id) => id !== undefined);
  if (first === undefined) return [];
  return others.length === 0 ? [first] : [...new Set([first, ...others])].sort();
}

/** Of a kind, removals come first. No look-up key is freed for another account, because a commit that deletes an account writes no account. */
function plannedWrites(commit: Commit): readonly Write[] {
  const { clearCounters, uses, policy, administrators, events, countUnknownFailure } = commit;
  const writes: Write[] = [];
  writeFlow(commit, writes);
  writeSamlRequest(commit, writes);
  writeSessions(commit, writes);
  writeAccount(commit, writes);
  writeSignIn(commit, writes);
  writeDevices(commit, writes);
  if (clearCounters !== undefined && !isDeleted(commit, clearCounters.subject)) {
    const { subject } = clearCounters;
    writes.push({ write: 'reset', kind: 'counter', subject, resets: counterResets(clearCounters) });
  }
  if (uses !== undefined && uses.length > 0)
    writes.push({ write: 'use', kind: 'single-use', singleUses: inOrderOfKeys(uses) });
  if (policy !== undefined) writes.push({ write: 'insert', kind: 'policy', record: policy });
  if (administrators !== undefined) {
    const write = administrators.version === 1 ? 'insert' : 'replace';
    writes.push({ write, kind: 'administrators', record: administrators });
  }
  writeOrganisation(commit, writes);
  if (events.length > 0) writes.push({ write: 'append', kind: 'event', events });
  if (countUnknownFailure === true) writes.push({ write: 'count', kind: 'failure' });
  return writes;
}

/** Records of a deleted account are removed, and never written in the same commit. */
function isDeleted({ deleteAccount }: Commit, accountId: AccountId | string): boolean {
  return deleteAccount?.id === accountId;
}

function writeFlow(commit: Commit, writes: Write[]): void {
  const { guards, flow, endFlow } = commit;
  const ended = inOrder([endFlow?.id, consumedFlow(commit)]);
  if (ended.length > 0) writes.push({ write: 'remove', kind: 'flow', ids: ended });
  if (flow === undefined) return;
  writes.push({ write: flow.id === guards.flow?.id ? 'replace' : 'insert', kind: 'flow', record: flow });
}

function writeSamlRequest({ guards, samlRequest, endSamlRequest }: Commit, writes: Write[]): void {
  if (endSamlRequest !== undefined) writes.push({ write: 'remove', kind: 'samlRequest', ids: [endSamlRequest.id] });
  if (samlRequest === undefined) return;
  const write = samlRequest.id === guards.samlRequest?.id ? 'replace' : 'insert';
  writes.push({ write, kind: 'samlRequest', record: samlRequest });
}

function writeSessions(commit: Commit, writes: Write[]): void {
  const { deleteAccount, endSessions, session, newSession } = commit;
  if (deleteAccount !== undefined) {
    writes.push({ write: 'remove', kind: 'session', accountId: deleteAccount.id, except: [] });
  }
  if (endSessions !== undefined && !isDeleted(commit, endSessions.accountId)) {
    const { accountId, except, only, provedBy } = endSessions;
    writes.push({
      write: 'remove',
      kind: 'session',
      accountId,
      except: inOrder([except, session?.id]),
      only,
      provedBy,
    });
  }
  if (session !== undefined && !isDeleted(commit, session.accountId)) {
    writes.push({ write: 'replace', kind: 'session', record: session });
  }
  if (newSession !== undefined && !isDeleted(commit, newSession.session.accountId)) {
    writes.push({ write: 'insert', kind: 'session', record: newSession.session });
  }
}

function writeAccount({ guards, account, profile, keysStay, vault, deleteAccount }: Commit, writes: Write[]): void {
  if (deleteAccount !== undefined) writes.push({ write: 'remove', kind: 'account', id: deleteAccount.id });
  if (account !== undefined) {
    const isNext = account.id === guards.account?.id;
    if (isNext) {
      const keys = keysStay === true ? undefined : lookUpKeysOf(account);
      writes.push({ write: 'replace', kind: 'account', record: account, keys, profile });
    } else writes.push({ write: 'insert', kind: 'account', record: account, keys: lookUpKeysOf(account), profile });
  }
  if (vault !== undefined) writes.push({ write: 'put', kind: 'vault', record: vault });
}

/** A new account gets the row at once, because a store lists the accounts by the last sign-in. */
function writeSignIn({ guards, account, newSession, now, ...commit }: Commit, writes: Write[]): void {
  const accountId = newSession?.session.accountId;
  if (accountId !== undefined && commit.deleteAccount?.id !== accountId)
    writes.push({ write: 'note', kind: 'signIn', accountId, at: now });
  if (account !== undefined && account.id !== guards.account?.id && account.id !== accountId)
    writes.push({ write: 'note', kind: 'signIn', accountId: account.id, at: undefined });
}

function writeDevices(commit: Commit, writes: Write[]): void {
  const { deleteAccount, forgetDevices, device } = commit;
  if (deleteAccount !== undefined) writes.push({ write: 'remove', kind: 'device', accountId: deleteAccount.id });
  if (forgetDevices !== undefined && !isDeleted(commit, forgetDevices.accountId)) {
    const { accountId, only } = forgetDevices;
    writes.push({ write: 'remove', kind: 'device', accountId, except: device?.tokenHash, only });
  }
  if (device !== undefined && !isDeleted(commit, device.accountId)) {
    writes.push({ write: 'put', kind: 'device', record: device });
  }
}

function inOrderOfKeys(uses: readonly SingleUse[]): readonly SingleUse[] {
  if (uses.length === 1) return uses;
  return [...new Map(uses.map((singleUse) => [singleUse.key, singleUse])).values()].sort((a, b) =>
    a.key < b.key ? -1 : 1,
  );
}
