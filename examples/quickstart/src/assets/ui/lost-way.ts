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

export interface LeftInput {
  /** Whether something else is offered first. */
  readonly others: boolean;
  /** Whether a code from an administrator leads on. */
  readonly takesCode: boolean;
  /** Whether the account has a passkey: while it does, a code from an administrator leads nowhere. */
  readonly hasPasskey: boolean;
  /** Whether the account has an authenticator app: without its passkeys, it is asked for a code from it. */
  readonly hasApp: boolean;
}

/** Whom to ask, for what, and what comes next: in the names that the administrator's buttons have. */
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
      return [ask, resetTwoStep(nameOfButton(words.administration.actions.resetTwoStep)), signInAgain];
    default:
      return [ask, reset, signInAgain];
  }
}

/** What follows where the only passkey is lost. */
export function lostPasskeySteps(hasApp: boolean): HTMLElement {
  return numbered(passkeySteps(hasApp));
}

function passkeySteps(hasApp: boolean): readonly string[] {
  const { ask, resetPasskeys, appToo, createNew } = words.signIn.help;
  const { actions } = words.administration;
  return [
    ask,
    resetPasskeys(nameOfButton(actions.resetPasskeys)),
    ...(hasApp ? [appToo(nameOfButton(actions.resetTwoStep))] : []),
    createNew,
  ];
}

function numbered(steps: readonly string[]): HTMLElement {
  return h(
    'ol',
    { class: 'plain' },
    steps.map((step) => h('li', {}, step)),
  );
}

/** A button that opens a dialog has dots at its end, which nobody says. */
function nameOfButton(label: string): string {
  return label.replace(/\s*…$/, '');
}
