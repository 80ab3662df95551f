import type { AcceptedMethod } from '@sallyport/browser';
import { codeWords } from './delivered-codes.ts';
import { h } from './element.ts';
import { everyoneHasNames } from './open-ways.ts';
import { words } from './words.ts';

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

export function whomToAsk(lost: AcceptedMethod['method'], others: number): HTMLElement {
  const { ifNone, newPasskey } = words.signIn.help;
  return h(
    'div',
    { class: 'note stack', 'data-testid': 'whom-to-ask' },
    others > 0 ? h('p', {}, lost === 'passkey' ? newPasskey : ifNone(others)) : null,
    helpSteps(),
  );
}

export function helpSteps(): HTMLElement {
  const { emailOrName, help, withName } = words.signIn;
  const enterCode = everyoneHasNames() ? help.enterCode(emailOrName) : help.enterCodeByName(emailOrName, withName);
  return numbered([help.ask, help.helpIn(help.button), enterCode]);
}

function numbered(steps: readonly string[]): HTMLElement {
  return h(
    'ol',
    { class: 'plain' },
    steps.map((step) => h('li', {}, step)),
  );
}
