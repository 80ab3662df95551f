import type { AdminAccount } from '@sallyport/browser';
import { type Child, h, when } from '@sallyport/pages/parts';
import { words } from '../words.ts';

const { actions: says, loss } = words.administration;

/** Whether an administrator's sign-in code helps: only beside a first proof, and only for an account without passkey and app. */
export function canUseCode({ factors, externalIds, status }: AdminAccount): boolean {
  const begins = factors.password || externalIds.length > 0;
  return begins && !hasSecondStep(factors) && status !== 'blocked';
}

/** Facts about helping the person that the account does not contain. */
export interface KnownOfHelp {
  /** The time of the last sign-in code that may still be valid. */
  readonly codeGivenAt: string | undefined;
  /** The advice for a lost mailbox, if sign-in codes go to the mailbox. */
  readonly withoutMailbox: string | undefined;
}

/** Explains which action fits which occasion. */
export function actionHints(account: AdminAccount, { codeGivenAt, withoutMailbox }: KnownOfHelp): Child {
  const { factors, status } = account;
  const isBlocked = status === 'blocked';
  const { lost, mailboxLost } = says;
  return [
    codeGivenAt !== undefined && canUseCode(account)
      ? h('p', { class: 'hint', 'data-testid': 'code-given' }, says.codeGiven(when(codeGivenAt)))
      : null,
    hasSecondStep(factors) && !isBlocked
      ? hint('lost', lost.title, [
          factors.passkeys.length > 0 ? lost.passkey : '',
          factors.totp ? lost.totp : '',
          lost.then,
          factors.passkeys.length === 0 || factors.totp ? '' : factors.emailCode ? loss.mailedCode : lost.stuck,
        ])
      : null,
    withoutMailbox === undefined ? null : hint('mailbox-lost', mailboxLost.title, [withoutMailbox]),
  ];
}

function hint(testid: string, title: string, sentences: readonly string[]): HTMLElement {
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  return h('p', { class: 'hint', 'data-testid': testid }, h('strong', {}, `${title}: `), text);
}

function hasSecondStep({ totp, passkeys }: AdminAccount['factors']): boolean {
  return totp || passkeys.length > 0;
}
