import type { AcceptedMethod } from '@sallyport/browser';
import { codeWords } from './delivered-codes.ts';
import { h } from './element.ts';
import { words } from './words.ts';

/** What a person says who can't go on by this method; `undefined` where nothing can be lost. */
export function lostWords(method: AcceptedMethod['method']): string | undefined {
  const { lost } = words.signIn;
  switch (method) {
    case 'passkey':
      return lost.passkey;
    case 'totp':
      return lost.app;
    case 'email-code':
      return lost.mailbox;
    case 'backup-code':
      return lost.backupCodes;
    default:
      return codeWords(method) === undefined ? undefined : lost.deliveredCode;
  }
}

/** Whom to ask if nothing is left to sign in with. A host says in its catalogue who that is, and how they are reached. */
export function whomToAsk(): HTMLElement {
  return h('p', { class: 'note', 'data-testid': 'whom-to-ask' }, words.signIn.whomToAsk);
}

/** Whom to ask, and for what, if nothing is left to confirm something with: in the names that the administrator's buttons have. */
export function whomToAskHere(lost: AcceptedMethod['method']): HTMLElement {
  return h('p', { class: 'note', 'data-testid': 'whom-to-ask' }, adviceFor(lost));
}

function adviceFor(lost: AcceptedMethod['method']): string {
  switch (lost) {
    case 'passkey':
      return resetPasskeysAdvice();
    case 'totp':
    case 'backup-code':
      return words.signIn.lostHere.resetTwoStep(nameOfButton(words.administration.actions.resetTwoStep));
    default:
      return words.signIn.whomToAsk;
  }
}

export function resetPasskeysAdvice(): string {
  return words.signIn.lostHere.resetPasskeys(nameOfButton(words.administration.actions.resetPasskeys));
}

/** A button that opens a dialog has dots at its end, which nobody says. */
function nameOfButton(label: string): string {
  return label.replace(/\s*…$/, '');
}
