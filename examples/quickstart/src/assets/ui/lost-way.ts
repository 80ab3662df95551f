import type { AcceptedMethod } from '@sallyport/browser';
import { codeWords } from './delivered-codes.ts';
import { h } from './element.ts';

/** What a person says who can't go on by this method; `undefined` where nothing can be lost. */
export function lostWords(method: AcceptedMethod['method']): string | undefined {
  switch (method) {
    case 'passkey':
      return 'I no longer have my passkey';
    case 'totp':
      return 'I no longer have the app';
    case 'email-code':
      return 'I can’t open this mailbox';
    case 'backup-code':
      return 'I no longer have the codes';
    default:
      return codeWords(method) === undefined ? undefined : 'I can’t receive these codes';
  }
}

/** Whom to ask if nothing is left. A host says here who that is, and how they are reached. */
export function whomToAsk(): HTMLElement {
  return h(
    'p',
    { class: 'note', 'data-testid': 'whom-to-ask' },
    'None of this left? Ask an administrator of this site, in person or by phone. Once they know that it’s you, they reset ' +
      'what you lost and give you a code. Then sign in again, and choose “I have a code from an administrator”.',
  );
}
