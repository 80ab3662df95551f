import { instant } from '@sallyport/core';
import type { AccountView, LiveSession, OwnAccount, Refusal } from '../api/index.ts';
import { LIFETIMES } from '../api/lifetimes.ts';
import { isRefusal } from '../api/refusal.ts';
import { beginStep } from '../attempts/begin-step.ts';
import { mailBudget, sendCounted } from '../attempts/counted-mail.ts';
import { countedIn, giveBackAtOnce, judging } from '../attempts/unjudged.ts';
import { newBackupCodes } from '../factors/backup-code.ts';
import { hasStrongFactor } from '../factors/facts.ts';
import { passkeyBinding } from '../factors/passkey.ts';
import { removalOf, withoutPasskey, withoutRecovery } from '../factors/removals.ts';
import { externalIdAt, externalIdBinding, unlink } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../records/events.ts';
import { maskAddress, normaliseAddress } from '../records/identifier.ts';
import { newToken, tokenHash } from '../secrets/token.ts';
import { checkedRecords } from '../sessions/checked-session.ts';
import { ownAuthority } from '../sessions/liveness.ts';
import type { AccountRecord, EventRecord } from '../store/records.ts';
import { type ChangeOf, changeOwn } from './change-account.ts';
import { changePassword } from './change-password.ts';
import { deleteGuarded } from './delete-account.ts';
import { devices, forgetDevice } from './devices.ts';
import { strandsOwner, withAdministratorsGuard } from './last-administrator.ts';
import { accountView } from './views.ts';

/** What a person does with the own account. Recent proof at the strongest level was asked for already (X9). */
export function ownAccount(kernel: Kernel): OwnAccount {
  return {
    view: (session) => accountView(checkedRecords(session).account),
    renamePasskey: (session, id, name) =>
      change(kernel, session, (account) => {
        if (!account.passkeys.some((passkey) => passkey.id === id)) return { refused: 'not-found' };
        return {
          next: {
            ...account,
            passkeys: account.passkeys.map((passkey) => (passkey.id === id ? { ...passkey, name } : passkey)),
          },
          alsoCommit: {},
        };
      }),
    removePasskey: (session, id) =>
      change(kernel, session, (account) => {
        if (!account.passkeys.some((passkey) => passkey.id === id)) return { refused: 'not-found' };
        return removal(
          kernel,
          session,
          account,
          withoutPasskey(account, id),
          passkeyBinding(id),
          ownEvent(kernel, session, account, 'passkey.revoked', { passkey: id }),
        );
      }),
    removeTotp: (session) => removeFactor(kernel, session, 'totp'),
    removeCode: (session, method) => removeFactor(kernel, session, method),
    removeExternalId: (session, provider) =>
      change(kernel, session, (account) => {
        const linked = externalIdAt(account, provider);
        if (linked === undefined) return { refused: 'not-found' };
        const record = ownEvent(kernel, session, account, 'external-id.unlinked', { provider });
        const next = unlink(account, provider, kernel.now());
        return removal(kernel, session, account, next, externalIdBinding(linked.id), record);
      }),
    async newBackupCodes(session) {
      let shown: readonly string[] = [];
      const changed = await changeOwn(kernel, session, (account) => {
        if (!hasStrongFactor(account)) return { refused: 'not-permitted' };
        const { codes, record } = newBackupCodes(kernel, account, kernel.now());
        shown = codes;
        return {
          next: { ...account, backupCodes: record },
          alsoCommit: { events: [ownEvent(kernel, session, account, 'backup-codes.issued')] },
        };
      });
      return isRefusal(changed) ? changed : { backupCodes: shown };
    },
    changePassword: (caller, session, input) => changePassword(kernel, caller, session, input),
    requestEmail: (session, email) => requestEmail(kernel, session, email),
    confirmEmail: (session, token) => confirmEmail(kernel, session, token),
    devices: (caller, session) => devices(kernel, caller, session),
    forgetDevice: (session, id) => forgetDevice(kernel, session, id),
    remove: (session) =>
      deleteGuarded(kernel, session, session.accountId, (account) => ownAuthority(kernel, session, account)),
  };
}

/** Takes away what the account has by a method's name. */
function removeFactor(kernel: Kernel, session: LiveSession, method: string): Promise<AccountView | Refusal> {
  return change(kernel, session, (account) => {
    const removed = removalOf(account, method);
    if (removed === undefined) return { refused: 'not-found' };
    const record = ownEvent(kernel, session, account, 'factor.removed', { factor: method });
    return removal(kernel, session, account, removed.next, removed.binding, { ...record, method });
  });
}

async function change(kernel: Kernel, session: LiveSession, act: ChangeOf): Promise<AccountView | Refusal> {
  const changed = await changeOwn(kernel, session, act);
  return isRefusal(changed) ? changed : accountView(changed);
}

/** Removing one's own factor: allowed unless it would leave the owner, or the tenant's last administrator, outside. */
async function removal(
  kernel: Kernel,
  session: LiveSession,
  account: AccountRecord,
  next: AccountRecord,
  binding: string,
  record: EventRecord,
): Promise<Awaited<ReturnType<ChangeOf>>> {
  const { policy } = kernel.policies.known(session.tenant);
  if (strandsOwner(policy, next, kernel.now())) return { refused: 'no-way-in-left' };
  const guarded = await withAdministratorsGuard(kernel, account, next);
  if (isRefusal(guarded)) return guarded;
  return {
    next,
    alsoCommit: { ...guarded, endSessions: { accountId: account.id, provedBy: [binding] }, events: [record] },
  };
}

async function requestEmail(kernel: Kernel, session: LiveSession, email: string): Promise<Refusal | undefined> {
  const address = normaliseAddress(email);
  if (address === undefined)
    return { refused: 'malformed-input', errors: [{ path: 'email', message: 'is not a mail address' }] };
  if (kernel.sendMail === undefined) return { refused: 'mail-unavailable' };
  const { attempt, now } = await beginStep(kernel, {
    tenant: session.tenant,
    account: { kind: 'id', value: session.accountId },
    attempt: () => mailBudget('email-change'),
  });
  if (attempt.outcome === 'locked') return { refused: 'too-many-mails', until: attempt.until };
  const token = newToken(kernel.random);
  const expiresAt = instant(now + LIFETIMES.emailChangeLink);
  const counted = countedIn(attempt);
  const changed = await judging(kernel, session.tenant, counted, () =>
    changeOwn(kernel, session, (account) => ({
      next: { ...account, pendingEmail: { address, hash: emailTokenHash(account, token), expiresAt } },
      alsoCommit: {},
    })),
  );
  if (isRefusal(changed)) {
    await giveBackAtOnce(kernel, session.tenant, counted);
    return changed;
  }
  const mail = { tenant: session.tenant, to: address, kind: 'email-change', token } as const;
  return (await sendCounted(kernel, mail, counted)) ? undefined : { refused: 'mail-unavailable' };
}

/** It is good in the epoch it was asked for in: signing out everywhere and a new password make it void. */
function emailTokenHash({ epoch }: AccountRecord, token: string): string {
  return tokenHash(`${epoch} ${token}`);
}

/** The new address is proved by the token that was sent there. Both are told: the old one is the owner's, whatever comes after. */
function confirmEmail(kernel: Kernel, session: LiveSession, token: string): Promise<AccountView | Refusal> {
  return change(kernel, session, (account) => {
    const { pendingEmail, ...rest } = account;
    const now = kernel.now();
    if (
      pendingEmail === undefined ||
      pendingEmail.hash !== emailTokenHash(account, token) ||
      pendingEmail.expiresAt <= now
    )
      return { refused: 'invalid-credentials' };
    const { email: former } = account;
    return {
      next: {
        ...withoutRecovery(rest),
        email: { address: pendingEmail.address, verifiedAt: now },
      },
      alsoCommit: {
        events: [
          event(kernel, session.tenant, now, 'account.email-changed', {
            owner: account,
            alsoAt: pendingEmail.address,
            actor: session.accountId,
            detail: {
              from: former === undefined ? undefined : maskAddress(former.address),
              to: maskAddress(pendingEmail.address),
            },
          }),
        ],
      },
    };
  });
}

/** @param owner the account before the change */
function ownEvent(
  kernel: Kernel,
  session: LiveSession,
  owner: AccountRecord,
  type: EventRecord['type'],
  detail?: EventRecord['detail'],
): EventRecord {
  return event(kernel, session.tenant, kernel.now(), type, {
    owner,
    actor: session.accountId,
    detail,
  });
}
