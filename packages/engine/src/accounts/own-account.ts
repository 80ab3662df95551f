import { instant } from '@sallyport/core';
import type { AccountRecord, EventRecord } from '@sallyport/store';
import { checkedRecords } from '../acts/checked-session.ts';
import { owner } from '../acts/doer.ts';
import { type ActPlan, type PlanOf, performAct } from '../acts/perform-act.ts';
import type { LiveSession, Me, OwnAccountView, Refusal } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import { newBackupCodes } from '../factors/backup-code.ts';
import { hasStrongFactor } from '../factors/facts.ts';
import { passkeyBinding } from '../factors/passkey.ts';
import { withoutMailed, withoutPendingEmail } from '../factors/pending.ts';
import { removalOf, withoutPasskey } from '../factors/removals.ts';
import { externalIdAt, externalIdBinding, unlink } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isMailed, type Mailed, mailedHash } from '../kernel/secrets/mailed-secret.ts';
import { newToken } from '../kernel/secrets/token.ts';
import { countedIn } from '../state/counted-guess.ts';
import { mailBudget, sendCounted } from '../state/counted-mail.ts';
import { event } from '../state/events.ts';
import { maskAddress, normaliseAddress } from '../state/identifier.ts';
import { loadAndCount } from '../state/load.ts';
import { changePassword } from './change-password.ts';
import { deleteAccount } from './delete-account.ts';
import { devices, forgetDevice } from './devices.ts';
import { exportAccount } from './export-account.ts';
import { joinOrganisation } from './join-organisation.ts';
import { withOtherMailbox } from './other-mailbox.ts';
import { ownOrganisations } from './own-organisations.ts';
import { malformedIdentifier, renameOwn } from './rename.ts';
import { whoSetUp } from './set-up.ts';
import { ownView } from './views.ts';

export function ownAccount(kernel: Kernel, session: LiveSession): Undeclared<Me> {
  const { record, account: checked } = checkedRecords(session);
  return {
    view: () => ownView(kernel, record, checked),
    rename: async (identifier) => {
      const renamed = malformedIdentifier(identifier) ?? (await renameOwn(kernel, session, identifier));
      return isRefusal(renamed) ? renamed : ownView(kernel, record, renamed);
    },
    renamePasskey: (id, name) =>
      change(kernel, session, ({ account }) => {
        if (!account.passkeys.some((passkey) => passkey.id === id)) return { refused: 'not-found' };
        const passkeys = account.passkeys.map((passkey) => (passkey.id === id ? { ...passkey, name } : passkey));
        return { act: { type: 'rename-passkey' }, next: { ...account, passkeys } };
      }),
    removePasskey: (id) =>
      change(kernel, session, async ({ account, leaves }) => {
        if (!account.passkeys.some((passkey) => passkey.id === id)) return { refused: 'not-found' };
        const next = withoutPasskey(account, id);
        const record = ownEvent(kernel, session, account, 'passkey.revoked', { passkey: id });
        const act = { type: 'remove', factor: 'passkey', leaves: await leaves(account, next) } as const;
        return removed(act, next, passkeyBinding(id), record);
      }),
    removeCode: (method) => removeFactor(kernel, session, method),
    removeExternalId: (provider) =>
      change(kernel, session, async ({ account, leaves, now }) => {
        const linked = externalIdAt(account, provider);
        if (linked === undefined) return { refused: 'not-found' };
        const next = unlink(account, provider, now);
        const record = ownEvent(kernel, session, account, 'external-id.unlinked', { provider });
        const act = { type: 'unlink', provider, leaves: await leaves(account, next) } as const;
        return removed(act, next, externalIdBinding(linked.id), record);
      }),
    async newBackupCodes() {
      let shown: readonly string[] = [];
      const changed = await change(kernel, session, ({ account, now, inForce, evidence }) => {
        if (!hasStrongFactor(account)) return { refused: 'not-permitted' };
        const { codes, record } = newBackupCodes(kernel, account, now);
        shown = codes;
        const rest = account.backupCodes === undefined ? account : withoutPendingEmail(account);
        return {
          act: { type: 'issue-backup-codes' },
          // The codes of a request at the same time are shown already.
          isStale: account.backupCodes?.id !== checked.backupCodes?.id,
          next: { ...rest, backupCodes: { ...record, setUpBy: whoSetUp(inForce.policy, account, evidence, now) } },
          also: {
            clearCounters: { subject: account.id, by: 'rebinding', authenticators: ['backup-code'] },
            events: [ownEvent(kernel, session, account, 'backup-codes.issued')],
          },
        };
      });
      return isRefusal(changed) ? changed : { backupCodes: shown };
    },
    changePassword: (caller, input) => changePassword(kernel, caller, session, input),
    requestEmail: (email) => requestEmail(kernel, session, email),
    confirmEmail: (token) => confirmEmail(kernel, session, token),
    devices: (caller) => devices(kernel, caller, session),
    forgetDevice: (id) => forgetDevice(kernel, owner(session), session.accountId, id),
    organisations: () => ownOrganisations(kernel, session),
    join: (token) => joinOrganisation(kernel, session, token),
    export: () => exportAccount(kernel, owner(session), session.accountId),
    remove: () => deleteAccount(kernel, owner(session), session.accountId),
  };
}

function removeFactor(kernel: Kernel, session: LiveSession, method: string): Promise<OwnAccountView | Refusal> {
  return change(kernel, session, async ({ account, leaves }) => {
    const removal = removalOf(account, method);
    if (removal === undefined) return { refused: 'not-found' };
    const record = ownEvent(kernel, session, account, 'factor.removed', { factor: method });
    const act = { type: 'remove', factor: removal.method, leaves: await leaves(account, removal.next) } as const;
    return removed(act, removal.next, removal.binding, { ...record, method });
  });
}

async function change(
  kernel: Kernel,
  session: LiveSession,
  plan: PlanOf<AccountRecord>,
): Promise<OwnAccountView | Refusal> {
  const changed = await performAct(kernel, owner(session), session.accountId, plan);
  return isRefusal(changed) ? changed : ownView(kernel, checkedRecords(session).record, changed);
}

function removed(act: ActPlan['act'], next: AccountRecord, binding: string, record: EventRecord): ActPlan {
  return { act, next, also: { endSessions: { accountId: next.id, provedBy: [binding] }, events: [record] } };
}

/** An address that somebody else set up can be proved by its owner. */
const UNCHANGED_ADDRESS = {
  refused: 'malformed-input',
  errors: [{ path: 'email', code: 'unchanged', message: 'is the address of the account already' }],
} as const satisfies Refusal;

async function requestEmail(kernel: Kernel, session: LiveSession, email: string): Promise<Refusal | undefined> {
  const address = normaliseAddress(email);
  if (address === undefined)
    return { refused: 'malformed-input', errors: [{ path: 'email', message: 'is not a mail address' }] };
  if (kernel.of(session.tenant).sendMail === undefined) return { refused: 'mail-unavailable' };
  const { guess, now } = await loadAndCount(kernel, {
    tenant: session.tenant,
    account: { kind: 'id', value: session.accountId },
    guess: () => mailBudget('email-change'),
  });
  if (guess.outcome === 'locked') return { refused: 'too-many-mails', until: guess.until };
  const token = newToken(kernel.random);
  const expiresAt = instant(now + LIFETIMES.emailChangeLink);
  await using counted = countedIn(guess);
  const changed = await performAct(
    kernel,
    owner(session),
    session.accountId,
    async ({ account, inForce, evidence, leaves }) => {
      if (account.email?.address === address && account.email.setUpBy === undefined) return UNCHANGED_ADDRESS;
      const setUpBy = whoSetUp(inForce.policy, account, evidence, now);
      const hash = mailedHash(kernel.ring, changeTo(account, address), token);
      return {
        act: {
          type: 'set-address',
          leaves: await leaves(account, { ...withoutMailed(account), email: { address, verifiedAt: now, setUpBy } }),
        },
        next: { ...account, pendingEmail: { address, hash, expiresAt, setUpBy } },
      };
    },
  );
  if (isRefusal(changed)) return changed;
  const { email: present } = changed;
  // An attacker in the owner's session would otherwise be known only when the address is gone. A mailer that fails may have sent the link.
  if (present !== undefined && present.address !== address)
    kernel.runAfterReply('telling the present address of a change', () =>
      tellOfChange(kernel, changed, present.address),
    );
  const mail = { tenant: session.tenant, to: address, kind: 'email-change', token } as const;
  return (await sendCounted(kernel, mail, counted)) ? undefined : { refused: 'mail-unavailable' };
}

async function tellOfChange(kernel: Kernel, { tenant, id }: AccountRecord, to: string): Promise<void> {
  const { guess } = await loadAndCount(kernel, {
    tenant,
    account: { kind: 'id', value: id },
    guess: () => mailBudget('email-change-begun'),
  });
  if (guess.outcome === 'locked') return;
  await using counted = countedIn(guess);
  await sendCounted(kernel, { tenant, to, kind: 'email-change-begun' }, counted);
}

function changeTo({ tenant, id: accountId, epoch }: AccountRecord, address: string): Mailed {
  return { purpose: 'email-change', tenant, accountId, address, within: `epoch ${epoch}` };
}

/** Both addresses get a notice: the old one is the owner's even if the change was an attack. */
function confirmEmail(kernel: Kernel, session: LiveSession, token: string): Promise<OwnAccountView | Refusal> {
  return change(kernel, session, async ({ account, now, evidence, leaves }) => {
    const { pendingEmail, email: former } = account;
    if (
      pendingEmail === undefined ||
      pendingEmail.expiresAt <= now ||
      !isMailed(kernel.ring, changeTo(account, pendingEmail.address), token, pendingEmail.hash)
    )
      return { refused: 'invalid-credentials' };
    const { address, setUpBy } = pendingEmail;
    const email = { address, verifiedAt: now, setUpBy };
    const isSame = former?.address === address;
    const next = isSame
      ? { ...withoutPendingEmail(account), email }
      : await withOtherMailbox(kernel, account, email, evidence);
    const act = { type: 'set-address', leaves: await leaves(account, next) } as const;
    if (isSame) return { act, next, also: { events: [ownEvent(kernel, session, account, 'account.email-confirmed')] } };
    return {
      act,
      next,
      also: {
        // A reader of the old mailbox may have signed in by it.
        endSessions: former === undefined ? undefined : { accountId: account.id, except: session.id },
        clearCounters: { subject: account.id, by: 'rebinding', authenticators: ['email-code'] },
        events: [
          event(kernel, session.tenant, now, 'account.email-changed', {
            owner: account,
            alsoAt: address,
            actor: session.accountId,
            detail: {
              from: former === undefined ? undefined : maskAddress(former.address),
              to: maskAddress(address),
            },
          }),
          ...(next.password?.id === account.password?.id ? [] : [ownEvent(kernel, session, account, 'password.reset')]),
        ],
      },
    };
  });
}

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
