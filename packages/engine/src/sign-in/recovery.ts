import {
  type BesideSession,
  type Evidence,
  type Instant,
  instant,
  judge,
  mayRecover,
  type Policy,
  recoveryAccepts,
  setUpByBoth,
} from '@sallyport/core';
import type { AccountId, AccountRecord, FlowRecord } from '@sallyport/store';
import { system } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import { afterRoleGain } from '../acts/role-gain.ts';
import type { Caller, FlowReply, KeptTokens, Recovered, Recovery, Refusal } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import { isHelpedIn } from '../factors/enrollment-code.ts';
import { factsOf } from '../factors/facts.ts';
import { identifierSubject } from '../factors/password.ts';
import { questionOf } from '../factors/question.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel, UnplacedKernel } from '../kernel/kernel.ts';
import { type NewPassword, newPassword, rulesHash } from '../kernel/passwords/new-password.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { isMailed, mailedHash } from '../kernel/secrets/mailed-secret.ts';
import { newId, newToken } from '../kernel/secrets/token.ts';
import { naming } from '../state/actors.ts';
import { afterComparison } from '../state/counted-comparison.ts';
import { countedIn, type Guess } from '../state/counted-guess.ts';
import { mailBudget, sendCounted } from '../state/counted-mail.ts';
import { event, eventsOf } from '../state/events.ts';
import { withHostRoles } from '../state/host-roles.ts';
import { normaliseIdentifier } from '../state/identifier.ts';
import type { Loaded } from '../state/load.ts';
import { overFor } from './flow-over.ts';
import { newFlow } from './flow-record.ts';
import { loadInFlow } from './load-in-flow.ts';
import { isRecoveryOver } from './recovering.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import { openingAnswer } from './reply.ts';
import { sessionAtHand, withSessionBeside } from './session-beside.ts';

export function recovery(kernel: Kernel): Undeclared<Recovery> {
  return {
    // The person follows the link in a later request, which has a place of its own.
    begin: (caller, { identifier }) => begin(unplaced(kernel), caller, identifier),
    confirm: (caller, input) => confirm(kernel, caller, input),
  };
}

/** Answers the same in the same time for every identifier. */
async function begin(kernel: UnplacedKernel, caller: Caller, identifier: string): Promise<void> {
  const loaded = await loadInFlow(kernel, {
    tenant: caller.tenant,
    account: { kind: 'identifier', value: normaliseIdentifier(identifier) },
    guess: () => ({
      ...mailBudget('recovery'),
      subjectIfUnknown: identifierSubject(kernel, caller.tenant, identifier),
    }),
  });
  const { account, guess, inForce } = loaded;
  if (account === undefined || guess.outcome !== 'counted' || !mayBeOffered(account, inForce, loaded.now)) return;
  kernel.runAfterReply('mailing a recovery link', () => mailLink(kernel, account, guess));
}

function mayBeOffered(account: AccountRecord, { policy }: PolicyInForce, now: Instant): boolean {
  const question = questionOf(policy, { actor: { kind: 'system' }, evidence: [], now }, account);
  return judge(policy, { type: 'offer-recovery' }, question).outcome === 'allowed';
}

async function mailLink(kernel: Kernel, { tenant, id, email }: AccountRecord, guess: Guess): Promise<void> {
  if (email === undefined || kernel.of(tenant).sendMail === undefined) return;
  await using counted = countedIn(guess);
  const token = `${id}.${newToken(kernel.random)}`;
  const expiresAt = instant(kernel.now() + LIFETIMES.resetLink);
  const changed = await performAct(kernel, system(tenant), id, ({ account }) => {
    if (account.email === undefined) return { refused: 'not-permitted' };
    const hash = mailedHash(kernel.ring, { ...linkOf(account), address: account.email.address }, token);
    return { act: { type: 'offer-recovery' }, next: { ...account, recovery: { hash, expiresAt } } };
  });
  // An account that is cleared for its roles in the same commit keeps no link.
  const to = isRefusal(changed) || !isLink(kernel, changed, token, kernel.now()) ? undefined : changed.email?.address;
  if (to !== undefined) await sendCounted(kernel, { tenant, to, kind: 'recovery', token }, counted);
}

async function confirm(
  kernel: Kernel,
  caller: Caller,
  { token, next }: { readonly token: string; readonly next: string },
): Promise<FlowReply | Recovered | Refusal> {
  const loaded = await loadInFlow(kernel, { tenant: caller.tenant, account: { kind: 'id', value: accountOf(token) } });
  const { account, now, inForce } = loaded;
  if (account?.recovery === undefined || !isLink(kernel, account, token, now))
    return { refused: 'invalid-credentials' };
  if (account.block !== undefined) return { refused: 'account-blocked' };
  const { policy } = inForce;
  const facts = factsOf(account, policy, now);
  if (!mayRecover(policy, facts)) return { refused: 'method-not-allowed' };
  const beside = await sessionAtHand(kernel, caller);
  const turn = { queue: 'own', subject: account.id } as const;
  const names = [...account.identifiers, account.email?.address ?? ''];
  const candidate = newPassword(kernel, { tenant: caller.tenant, password: next, path: 'next', names, turn });
  const unfit = await candidate.refusedAlone(policy);
  if (unfit !== undefined) return unfit;
  const hash = await kernel.passwords.hash(next, turn);
  const link = { token, stored: account.recovery.hash, hash, candidate, beside };
  return afterComparison(kernel, { account, policy, candidate, password: next, secret: token }, async (forgive) => {
    if (recoveryAccepts(policy, facts).length > 0) return openFlow(kernel, caller, account, inForce, link);
    const answer = await replaceAtOnce(kernel, caller, account, link);
    if (!isRefusal(answer)) forgive();
    return answer;
  });
}

interface FollowedLink {
  readonly token: string;
  readonly stored: string;
  readonly hash: string;
  readonly candidate: NewPassword;
  readonly beside: BesideSession<AccountId> | undefined;
}

async function openFlow(
  kernel: Kernel,
  caller: Caller,
  account: AccountRecord,
  inForce: PolicyInForce,
  { stored, hash: passwordHash, beside }: FollowedLink,
): Promise<FlowReply> {
  const { policy } = inForce;
  const now = kernel.now();
  const accepts = acceptedIn(policy, account, undefined, now);
  const { record, token } = newFlow(kernel, caller, now, {
    purpose: 'recover',
    subject: account.id,
    accountId: account.id,
    accepts,
  });
  const flow = {
    ...withSessionBeside(record, beside),
    evidence: [followedLink(account, now)],
    recovery: { passwordHash, tokenHash: stored, rules: rulesHash(policy) },
  };
  const started = eventsOf(kernel, caller, now, { owner: account, flow: flow.id })('sign-in.started', {
    detail: { purpose: 'recover' },
  });
  await kernel.commit({ tenant: caller.tenant, now, guards: {}, flow, events: [started] });
  return {
    answer: openingAnswer(kernel, flow, account),
    keep: { mode: flow.mode, flow: { token, expiresAt: flow.expiresAt } },
  };
}

async function replaceAtOnce(
  kernel: Kernel,
  caller: Caller,
  owner: AccountRecord,
  { token: link, hash, candidate }: FollowedLink,
): Promise<Recovered | Refusal> {
  const { id } = owner;
  const by = {
    kind: 'recovering',
    tenant: caller.tenant,
    accountId: id,
    evidence: [followedLink(owner, kernel.now())],
  } as const;
  const changed = await performAct(kernel, by, id, async ({ account, inForce, now, refuses }) => {
    const known = await withHostRoles(kernel, account, now);
    if (known === undefined) return refuseUnknown(kernel, caller, account);
    // The address, and its link, may go with a role that the host just named.
    const left = afterRoleGain(inForce.policy, account, known, now);
    if (!isLink(kernel, left, link, now)) return { refused: 'invalid-credentials' };
    const facts = factsOf(known, inForce.policy, now);
    if (account.block === undefined && recoveryAccepts(inForce.policy, facts).length > 0)
      return { refused: 'flow-conflict' };
    const act = { type: 'recover' } as const;
    const refused = (await refuses(act)) ?? (await candidate.refusedFor(inForce.policy, account));
    if (refused !== undefined) return refused;
    const { recovery: _, ...rest } = account;
    // The link alone proves less than any level from which somebody lowered the account.
    const setUpBy = setUpByBoth(account.email?.setUpBy, account.lowered?.by);
    return {
      act,
      next: {
        ...rest,
        password: {
          id: newId(kernel.random),
          hash,
          provenance: 'mailbox',
          changedAt: now,
          setUpBy,
        },
        epoch: account.epoch + 1,
      },
      also: {
        endSessions: { accountId: id },
        forgetDevices: { accountId: id },
        clearCounters: { subject: id, by: 'rebinding', authenticators: ['password'] },
        events: [
          event(kernel, caller.tenant, now, 'password.reset', {
            owner: account,
            ip: caller.ip,
            detail: naming(setUpBy),
          }),
        ],
      },
    };
  });
  return isRefusal(changed) ? changed : { status: 'recovered' };
}

function followedLink({ email }: AccountRecord, at: Instant): Evidence {
  return { method: 'reset-token', at, setUpBy: email?.setUpBy };
}

function acceptedIn(
  policy: Policy,
  account: AccountRecord,
  flow: FlowRecord | undefined,
  now: Instant,
): readonly string[] {
  const methods = recoveryAccepts(policy, factsOf(account, policy, now));
  return methods.length > 0 && isHelpedIn(account, flow?.id, now) ? [...methods, 'enrollment-code'] : methods;
}

function isLink({ ring }: Kernel, account: AccountRecord, token: string, now: Instant): boolean {
  const { recovery, email } = account;
  if (recovery === undefined || recovery.expiresAt <= now) return false;
  return isMailed(ring, { ...linkOf(account), address: email?.address }, token, recovery.hash);
}

function linkOf({ tenant, id: accountId }: AccountRecord) {
  return { purpose: 'recovery', tenant, accountId } as const;
}

function accountOf(token: string): AccountId {
  return token.slice(0, Math.max(0, token.indexOf('.'))) as AccountId;
}

export async function recoveryStatus(
  kernel: Kernel,
  { flow, account, now, inForce }: Loaded & { readonly flow: FlowRecord; readonly account: AccountRecord },
  keep: KeptTokens,
): Promise<FlowReply | Refusal> {
  const accepts = acceptedIn(inForce.policy, account, flow, now);
  if (accepts.length === 0 || isRecoveryOver(flow, account, { now, policy: inForce.policy })) return overFor(keep);
  if (accepts.join() === flow.accepts.join()) return { answer: openingAnswer(kernel, flow, account), keep };
  const next = { ...flow, version: flow.version + 1, accepts };
  const { outcome } = await kernel.commit({
    tenant: flow.tenant,
    now,
    guards: { flow: { id: flow.id, version: flow.version } },
    flow: next,
    events: [],
  });
  return outcome === 'committed'
    ? { answer: openingAnswer(kernel, next, account), keep }
    : { refused: 'flow-conflict' };
}
