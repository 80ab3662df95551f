import type { Account } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { field, hiddenUsername, textOf } from '../parts/controls.ts';
import { ask } from '../parts/dialog.ts';
import { type Child, h } from '../parts/element.ts';
import { clockTime, span } from '../parts/explain.ts';
import { keepCodes } from '../parts/keep-codes.ts';
import { mailLink } from '../parts/mail-link.ts';
import { hasPasskeys } from '../parts/passkeys-here.ts';
import { lengthHint } from '../parts/password-length.ts';
import { rowButtons } from '../parts/row-buttons.ts';
import { AfterLoss, AfterRename, type Done, type Shown } from '../parts/shown.ts';
import { withStepUp } from '../parts/step-up.ts';
import { usedIdentities } from '../parts/used-identities.ts';
import { words } from '../words.ts';
import { addFactor } from './add-factor.ts';
import { isClosed } from './closed-set-ups.ts';
import { deliveredCodeRows } from './delivered-codes.ts';
import { factorRow } from './factor-row.ts';
import { keepCodesRemoved } from './kind-of-code.ts';
import { passkeyRow } from './passkeys.ts';
import { whatEndsWithApp } from './what-ends.ts';

const { factors: says } = words.account;

export function factorsCard(
  account: Account,
  { codes, hasVault }: { readonly codes: readonly string[]; readonly hasVault: boolean },
  shown: Shown,
): HTMLElement {
  const { passkeys, totp, backupCodes, password } = account.factors;
  // An account has one password. If the directory checks it, none can be set here.
  const isDirectorys = account.externalIds.some(({ method }) => method === 'ldap');
  const small = rowButtons(shown);
  const open = (kind: string, action: Child): Child => (isClosed(account, kind) ? null : action);
  const { pendingEmail: pending } = account;
  const hasFirstProof = password || usedIdentities(account).length > 0;

  return h(
    'section',
    { 'aria-labelledby': 'factors-title' },
    h('h2', { id: 'factors-title' }, says.title),
    asksAgain(account),
    h(
      'div',
      { class: 'card rows' },
      factorRow(
        says.identifier,
        account.identifiers[0] ?? '',
        small(says.change, 'change-identifier', () => changeIdentifier(account), { spoken: says.changeIdentifier }),
      ),
      factorRow(says.email, emailOf(account, pending), [
        pending === undefined
          ? null
          : small(says.takeBack.button, 'take-back-email', () => takeBackEmail(pending), {
              spoken: says.takeBack.spoken,
            }),
        open(
          'email',
          account.email === undefined
            ? small(says.addEmail, 'change-email', () => changeEmail(account), { spoken: says.addEmailTitle })
            : small(says.change, 'change-email', () => changeEmail(account), { spoken: says.changeEmail }),
        ),
      ]),
      factorRow(
        words.account.passkeys.title,
        passkeys.length === 0 ? words.account.passkeys.none : words.account.passkeys.count(passkeys.length),
        open(
          'passkey',
          hasPasskeys()
            ? small(words.account.passkeys.create, 'enroll-passkey', () => addFactor('passkey'))
            : words.account.passkeys.notHere,
        ),
      ),
      passkeys.map((passkey) => passkeyRow(passkey, { factors: account.factors, hasVault }, shown)),
      factorRow(
        says.totp,
        totp ? (hasFirstProof ? says.isSetUp : `${says.isSetUp} ${says.besidePassword}`) : says.totpNotSetUp,
        totp
          ? [
              open(
                'totp',
                small(says.replace, 'enroll-totp', () => addFactor('totp', true), { spoken: says.replaceTotp }),
              ),
              small(words.buttons.remove, 'remove-totp', () => removeTotp(account), {
                spoken: says.removeTotp,
                look: 'danger',
              }),
            ]
          : open(
              'totp',
              small(says.setUp, 'enroll-totp', () => addFactor('totp'), { spoken: says.setUpTotp }),
            ),
      ),
      deliveredCodeRows(account, codes, shown),
      backupCodes.remaining > 0 || account.recommendations.some(({ code }) => code === 'renew-backup-codes')
        ? factorRow(
            words.enrollment.backupCodesName,
            (hasFirstProof ? says.backupCodesLeft : says.backupCodesBesidePassword)(backupCodes.remaining),
            open(
              'backup-codes',
              small(says.newCodes, 'new-backup-codes', () => newBackupCodes(account)),
            ),
          )
        : null,
      factorRow(
        says.password,
        password ? says.passwordSet : isDirectorys ? says.passwordDirectory : says.passwordNone,
        isDirectorys
          ? null
          : open(
              'password',
              small(
                password ? says.change : says.setPassword,
                'change-password',
                () => changePassword(password, account.identifiers[0]),
                { spoken: password ? says.changePassword : says.setPassword },
              ),
            ),
      ),
    ),
  );
}

function asksAgain({ recentProofSeconds: seconds = 0 }: Account): HTMLElement | null {
  if (seconds < 60) return null;
  return h('p', { class: 'muted small-text', 'data-testid': 'asks-again' }, says.asksAgain(span(seconds * 1000)));
}

function emailOf({ email, factors }: Account, pending: Account['pendingEmail']): readonly string[] {
  // Beside a passkey or an app, the policy decides whether a mailed code counts.
  const isStrong = factors.totp || factors.passkeys.length > 0;
  const used = isStrong ? says.receivesNotices : says.receivesCodes;
  const present = email === undefined ? says.noAddress : factors.emailCode ? used(email) : email;
  if (pending === undefined) return [present];
  const ends = clockTime(pending.expiresAt);
  return [present, pending.address === email ? says.waitsAgain(ends) : says.waits(pending.address, ends)];
}

async function removeTotp(account: Account): Promise<Done> {
  const { factors } = account;
  const ends = await whatEndsWithApp(account);
  // Backup codes are deleted with the last passkey or app.
  const withCodes = factors.passkeys.length === 0 && factors.backupCodes.remaining > 0;
  await ask({
    title: says.removeTotpTitle,
    text: h(
      'div',
      { class: 'stack' },
      h('p', {}, withCodes ? says.removeTotpWithCodes : says.removeTotpText),
      h('p', { 'data-testid': 'what-ends' }, ends),
      factors.passkeys.length === 0 ? h('p', {}, words.account.nextSignIn) : null,
    ),
    submit: words.buttons.removeIt,
    danger: true,
    run: () => withStepUp(() => client.account.removeCode('totp')),
  });
  keepCodesRemoved(account.accountId);
  return new AfterLoss(withCodes ? says.totpRemovedWithCodes : says.totpRemoved);
}

export async function newBackupCodes({ accountId, factors }: Account): Promise<string> {
  const replaced = factors.backupCodes.remaining > 0;
  let codes: readonly string[] = [];
  await ask({
    title: says.newCodesTitle,
    text: replaced ? says.newCodesText : says.newCodesTextNoneLeft,
    submit: says.makeNewCodes,
    run: async () => {
      codes = await withStepUp(() => client.account.newBackupCodes());
    },
  });
  await keepCodes({ codes, accountId, replaced });
  return says.newCodesDone;
}

async function changePassword(hasOne: boolean, identifier: string | undefined): Promise<string> {
  const hint = await lengthHint('next', (next) => withStepUp(() => client.account.changePassword({ next })));
  const password = (name: string, label: string, autocomplete: string, maxlength: number, hint?: string): HTMLElement =>
    field({ name, label, type: 'password', hint, attributes: { autocomplete, required: true, maxlength } });
  await ask({
    title: hasOne ? says.changePasswordTitle : says.setPasswordTitle,
    text: says.otherSessionsEnd,
    fields: [
      hiddenUsername(identifier),
      hasOne ? password('current', says.currentPassword, 'current-password', 4096) : null,
      password('next', says.newPassword, 'new-password', 256, hint),
    ],
    submit: words.buttons.save,
    mismatch: words.problems.mismatch.currentPassword,
    run: (values) => {
      const current = hasOne ? { current: textOf(values, 'current') } : {};
      return withStepUp(() => client.account.changePassword({ ...current, next: textOf(values, 'next') }));
    },
  });
  return says.passwordSaved;
}

export async function changeIdentifier({ identifiers, email }: Account, offered = ''): Promise<Done> {
  let name = '';
  const isName = (address: string): boolean =>
    identifiers.some((identifier) => identifier.toLowerCase() === address.toLowerCase());
  const aboutMail =
    email === undefined ? [] : [says.mailStays(email), ...(isName(email) ? [] : [says.addressIfEntered])];
  await ask({
    title: says.changeIdentifier,
    text: [says.changeIdentifierText(identifiers.join(', ')), ...aboutMail].join(' '),
    fields: field({
      name: 'identifier',
      label: says.newIdentifier,
      type: 'text',
      attributes: {
        autocomplete: 'username',
        autocapitalize: 'none',
        spellcheck: false,
        required: true,
        maxlength: 256,
        value: offered,
      },
    }),
    submit: words.buttons.save,
    run: async (values) => {
      const typed = textOf(values, 'identifier').trim();
      const { identifiers } = await withStepUp(() => client.account.rename(typed));
      name = identifiers[0] ?? typed;
    },
  });
  const isMailOnly = email !== undefined && name.toLowerCase() !== email.toLowerCase();
  return new AfterRename([says.identifierChanged(name), ...(isMailOnly ? [says.mailOnly(email)] : [])].join(' '));
}

async function changeEmail({ email, pendingEmail: pending, identifiers: [name] }: Account): Promise<Done> {
  let address = '';
  await ask({
    title: email === undefined ? says.addEmailTitle : says.changeEmailTitle,
    text: [
      says.changeEmailText,
      ...(email === undefined ? [] : [says.changeEmailEnds]),
      ...(name === undefined ? [] : [says.nameStays(name)]),
      ...(pending === undefined ? [] : [says.replacesPending(pending.address)]),
    ].join(' '),
    fields: field({
      name: 'email',
      label: says.newAddress,
      type: 'email',
      attributes: { autocomplete: 'email', required: true },
    }),
    submit: says.sendLink,
    run: async (values) => {
      address = textOf(values, 'email').trim();
      await withStepUp(() => client.account.changeEmail(address));
    },
  });
  return [says.linkSent(address), ' ', mailLink(address)];
}

/** The contract has no route for this alone, and signing out everywhere else voids the link too. */
async function takeBackEmail({ address }: NonNullable<Account['pendingEmail']>): Promise<Done> {
  const { title, text, submit, done, tooLate } = says.takeBack;
  await ask({
    title: title(address),
    text: text(address),
    submit,
    run: () => withStepUp(() => client.account.revokeOtherSessions()),
  });
  // Somebody may have followed the link while the question was open.
  const { email } = await client.account.get();
  return email?.toLowerCase() === address.toLowerCase() ? tooLate(address) : done(address);
}
