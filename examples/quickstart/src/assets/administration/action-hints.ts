import type { AdminAccount } from '@sallyport/browser';
import { type Child, h } from '../ui/element.ts';
import { when } from '../ui/explain.ts';
import { words } from '../ui/words.ts';

const { actions: says, loss } = words.administration;

/** Whether a sign-in code would open anything: only beside a first proof, and where neither passkey nor app is there to be asked for. */
export function canUseCode({ factors, externalIds, status }: AdminAccount): boolean {
  const begins = factors.password || externalIds.length > 0;
  return begins && !hasSecondStep(factors) && status !== 'blocked';
}

/** What is known of helping the person, beside the account itself. */
export interface KnownOfHelp {
  /** When a sign-in code was given that may still be good. */
  readonly codeGivenAt: string | undefined;
  /** What helps if their mailbox is lost, where a code goes there. */
  readonly withoutMailbox: string | undefined;
}

/** Which act is for which occasion. */
export function actionHints(account: AdminAccount, { codeGivenAt, withoutMailbox }: KnownOfHelp): Child {
  const { factors, status } = account;
  const isBlocked = status === 'blocked';
  const { leaving, lost, mailboxLost } = says;
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
    hint('leaving', leaving.title, [isBlocked ? '' : leaving.block, leaving.delete, leaving.log]),
  ];
}

function hint(testid: string, title: string, sentences: readonly string[]): HTMLElement {
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  return h('p', { class: 'hint', 'data-testid': testid }, h('strong', {}, `${title}: `), text);
}

function hasSecondStep({ totp, passkeys }: AdminAccount['factors']): boolean {
  return totp || passkeys.length > 0;
}
