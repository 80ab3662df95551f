import type { AcceptedMethod } from '@sallyport/browser';
import { codeWords } from './delivered-codes.ts';
import { h } from './element.ts';
import { words } from './words.ts';

/** The link text for a person who lost this method. Returns `undefined` for a method that cannot be lost. */
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

export interface LeftInput {
  /** Whether the page offers other methods first. */
  readonly others: boolean;
  /** Whether an administrator's code continues the flow. */
  readonly takesCode: boolean;
  /** Whether the account has a passkey. With a passkey, an administrator's code does not help. */
  readonly hasPasskey: boolean;
  /** Whether the account has an authenticator app, which is the next step for an account without passkeys. */
  readonly hasApp: boolean;
}

/** Explains whom to ask, for which action, and the next steps. The text uses the labels of the administrator's buttons. */
export function whomToAsk(lost: AcceptedMethod['method'], left: LeftInput): HTMLElement {
  const { others, takesCode } = left;
  const { ifNone, mailbox, newPasskey } = words.signIn.help;
  const steps = lost === 'email-code' && !takesCode ? mailbox : stepsFor(lost, left);
  return h(
    'div',
    { class: 'note stack', 'data-testid': 'whom-to-ask' },
    others ? h('p', {}, lost === 'passkey' ? newPasskey : ifNone) : null,
    numbered(steps),
  );
}

function stepsFor(lost: AcceptedMethod['method'], { hasPasskey, hasApp }: LeftInput): readonly string[] {
  const { ask, reset, resetTwoStep, signInAgain } = words.signIn.help;
  switch (lost) {
    case 'passkey':
      return passkeySteps(hasApp);
    case 'totp':
    case 'backup-code':
      if (hasPasskey) return passkeySteps(hasApp);
      return [ask, resetTwoStep(words.signIn.help.buttons.resetTwoStep), signInAgain];
    default:
      return [ask, reset, signInAgain];
  }
}

/** The steps after the only passkey is lost. */
export function lostPasskeySteps(hasApp: boolean): HTMLElement {
  return numbered(passkeySteps(hasApp));
}

function passkeySteps(hasApp: boolean): readonly string[] {
  const { ask, resetPasskeys, appToo, createNew, buttons } = words.signIn.help;
  return [ask, resetPasskeys(buttons.resetPasskeys), ...(hasApp ? [appToo(buttons.resetTwoStep)] : []), createNew];
}

function numbered(steps: readonly string[]): HTMLElement {
  return h(
    'ol',
    { class: 'plain' },
    steps.map((step) => h('li', {}, step)),
  );
}
