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

/** Whom to ask if nothing is left to sign in with, and what follows. `others`: whether something else is offered first. */
export function whomToAsk(others: boolean): HTMLElement {
  const what = [askWhom(others), words.signIn.whatFollows].join(' ');
  return h('p', { class: 'note', 'data-testid': 'whom-to-ask' }, what);
}

/** Whom to ask, and for what, if nothing is left to confirm something with: in the names that the administrator's buttons have. */
export function whomToAskHere(lost: AcceptedMethod['method'], others: boolean): HTMLElement {
  return h('p', { class: 'note', 'data-testid': 'whom-to-ask' }, adviceFor(lost, others));
}

function adviceFor(lost: AcceptedMethod['method'], others: boolean): string {
  const { lostHere } = words.signIn;
  const ask = askWhom(others);
  switch (lost) {
    case 'passkey':
      return resetPasskeysAdvice(others);
    case 'totp':
    case 'backup-code':
      return [ask, lostHere.resetTwoStep(nameOfButton(words.administration.actions.resetTwoStep))].join(' ');
    default:
      return [ask, words.signIn.whatFollows].join(' ');
  }
}

export function resetPasskeysAdvice(others = false): string {
  const then = words.signIn.lostHere.resetPasskeys(nameOfButton(words.administration.actions.resetPasskeys));
  return [askWhom(others), then].join(' ');
}

function askWhom(others: boolean): string {
  return others ? words.signIn.askIfNone : words.signIn.ask;
}

/** A button that opens a dialog has dots at its end, which nobody says. */
function nameOfButton(label: string): string {
  return label.replace(/\s*…$/, '');
}
