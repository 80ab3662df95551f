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

/** Whom to ask if nothing is left. A host says in its catalogue who that is, and how they are reached. */
export function whomToAsk(): HTMLElement {
  return h('p', { class: 'note', 'data-testid': 'whom-to-ask' }, words.signIn.whomToAsk);
}
