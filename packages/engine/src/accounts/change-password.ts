import {
  type Evidence,
  formerToken,
  type Instant,
  instant,
  mayHavePassword,
  type Policy,
  type Provenance,
  recentEvidence,
} from '@sallyport/core';
import type { AccountRecord, SessionRecord } from '@sallyport/store';
import { checkedRecords } from '../acts/checked-session.ts';
import { owner as ownerOf } from '../acts/doer.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import { performAct } from '../acts/perform-act.ts';
import { countedForSoon, ownSessionInfo } from '../acts/session-info.ts';
import type { Caller, FlowReply, LiveSession, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import { isPassword, passwordBinding, usablePassword } from '../factors/password.ts';
import { signedOut } from '../factors/pending.ts';
import { hasIndependentProof } from '../factors/proved-here.ts';
import { hasDirectoryPassword } from '../factors/sso-and-ldap.ts';
import { KeptSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { JUDGED_ELSEWHERE } from '../kernel/passwords/elsewhere.ts';
import { newPassword } from '../kernel/passwords/new-password.ts';
import { newId, tokenHash } from '../kernel/secrets/token.ts';
import { newSessionToken } from '../sessions/former-token.ts';
import { countedIn, type Guess, judgedWrong } from '../state/counted-guess.ts';
import { deviceHashes, onlyOwnDevice } from '../state/device-tokens.ts';
import { event } from '../state/events.ts';
import { loadAndCount } from '../state/load.ts';
import { whoSetUp } from './set-up.ts';

export async function changePassword(
  kernel: Kernel,
  caller: Caller,
  session: LiveSession,
  { current, next }: { readonly current?: string; readonly next: string },
): Promise<FlowReply | Refusal> {
  const { tenant, accountId } = session;
  const { record, account: owner } = checkedRecords(session);
  const own = { queue: 'own', subject: accountId } as const;
  const names = [...owner.identifiers, owner.email?.address ?? ''];
  const candidate = newPassword(kernel, { tenant, password: next, path: 'next', names, turn: own, typed: current });
  // A fault in the new password uses up no attempt at the old one. The account's passwords are compared only after the proof of the present
  // one: the answers would confirm guesses that nobody counts.
  const unfit = await candidate.refusedAlone(kernel.policies.known(tenant).policy);
  if (unfit !== undefined) return unfit;
  const loaded = await loadAndCount(kernel, {
    tenant,
    account: { kind: 'id', value: accountId },
    deviceHashes: deviceHashes(caller),
    guess:
      current === undefined
        ? undefined
        : ({ lockout }) => ({ authenticator: 'password', limits: lockout, perDevice: true }),
  });
  const { account, guess, now, inForce } = loaded;
  await using giveBack = countedIn(guess);
  // The same request, sent twice, is no guess at the new password.
  if (account === undefined || !restsOnAccount(record, account)) return { refused: 'no-session' };
  if (guess.outcome === 'locked') return { refused: 'locked', until: guess.until };
  if (!mayHavePassword(inForce.policy, factsOf(account, inForce.policy, now))) return { refused: 'method-not-allowed' };
  const held = account.password;
  const stored = usablePassword(account, inForce.policy);
  const right =
    stored === undefined
      ? current === undefined
      : current !== undefined && (await isPassword(kernel, account, current, own));
  if (!right) return await wrongPassword(kernel, account, guess, inForce.policy);
  const hash = await kernel.passwords.hash(next, own);
  // The former system alone had the hash.
  const left =
    stored?.hash === JUDGED_ELSEWHERE && current !== undefined ? [await kernel.passwords.hash(current, own)] : [];
  const id = newId(kernel.random);
  const token = newSessionToken(kernel, record);
  const moves = { from: held && passwordBinding(held.id), to: passwordBinding(id) };
  const rotated = (epoch: number): SessionRecord => rotatedSession(kernel, record, moves, token, epoch);
  const changed = await performAct(
    kernel,
    ownerOf(session),
    accountId,
    async ({ account: latest, evidence, inForce: { policy }, refuses }) => {
      if (!restsOnAccount(record, latest)) return { refused: 'no-session' };
      if (latest.password?.id !== held?.id || hasDirectoryPassword(latest)) return { refused: 'invalid-credentials' };
      const out = signedOut(latest);
      const { epoch } = out;
      const proves: readonly Evidence[] =
        stored === undefined
          ? []
          : [{ method: 'password', at: now, provenance: stored.provenance, setUpBy: stored.setUpBy }];
      const act = { type: 'set-password' } as const;
      const refused = (await refuses(act, proves)) ?? (await candidate.refusedFor(policy, latest));
      if (refused !== undefined) return refused;
      return {
        act,
        proves,
        next: {
          ...out,
          ...(left.length === 0 ? {} : { formerPasswords: [...left, ...(latest.formerPasswords ?? [])] }),
          password: {
            id,
            hash,
            provenance: provenanceAfter(policy, latest, recentEvidence(evidence, now, policy.recentProof), now),
            changedAt: now,
            setUpBy: whoSetUp(policy, latest, [...evidence, ...proves], now),
          },
        },
        also: {
          guards: { session: { id: session.id, version: record.version } },
          session: new KeptSession(record, rotated(epoch)),
          endSessions: { accountId, except: record.id },
          ...(await onlyOwnDevice(kernel, caller, latest, epoch)),
          giveBack,
          clearCounters: { subject: accountId, by: 'rebinding', authenticators: ['password'] },
          events: [event(kernel, tenant, now, 'password.changed', { owner: latest, actor: accountId })],
        },
      };
    },
  );
  if (isRefusal(changed)) return changed;
  const counted = await countedForSoon(kernel, inForce.policy, changed);
  return {
    answer: { status: 'complete', session: ownSessionInfo(inForce.policy, rotated(changed.epoch), counted, now) },
    keep: { mode: record.mode, session: { token, expiresAt: record.expiresAt } },
  };
}

function provenanceAfter(
  policy: Policy,
  account: AccountRecord,
  evidence: readonly Evidence[],
  now: Instant,
): Provenance {
  const { password } = account;
  const isOfMailbox = factsOf(account, policy, now).factors.password === 'mailbox';
  return isOfMailbox && password !== undefined && !hasIndependentProof(evidence, password) ? 'mailbox' : 'independent';
}

async function wrongPassword(kernel: Kernel, owner: AccountRecord, guess: Guess, policy: Policy): Promise<Refusal> {
  const now = kernel.now();
  const { tenant, id: accountId } = owner;
  const failed = event(kernel, tenant, now, 'sign-in.failed', { accountId, actor: accountId, method: 'password' });
  await kernel.commit({
    tenant,
    now,
    guards: {},
    events: [failed],
    ...judgedWrong(guess, policy, event(kernel, tenant, now, 'account.locked', { owner })),
  });
  return { refused: 'invalid-credentials' };
}

function rotatedSession(
  kernel: Kernel,
  session: SessionRecord,
  { from, to }: { readonly from: string | undefined; readonly to: string },
  token: string,
  epoch: number,
): SessionRecord {
  const moved = (binding: string): string => (binding === from ? to : binding);
  const evidence = session.evidence.map(
    (proof): Evidence => (proof.binding === undefined ? proof : { ...proof, binding: moved(proof.binding) }),
  );
  const now = instant(kernel.now());
  return {
    ...session,
    tokenHash: tokenHash(token),
    former: formerToken(session.tokenHash, now),
    version: session.version + 1,
    epoch,
    evidence,
    bindings: session.bindings.map(moved),
    lastSeenAt: now,
  };
}
