import type { AdminAccount, EnrollmentCode } from '@sallyport/browser';
import { clockTime, copyButton, h, linkButton } from '@sallyport/pages/parts';
import { words } from '../words.ts';

/**
 * The codes that an administrator passes on. A code stays on the page, even if another account is opened, until the administrator removes
 * the code.
 */
export interface KeptCodes {
  readonly element: HTMLElement;
  /** Shows a code. Removes the account's previous code, which is void. */
  keep(account: Pick<AdminAccount, 'accountId' | 'identifiers'>, code: EnrollmentCode, first: FirstStep): void;
  /** Whether a code of the account is shown. */
  has(accountId: string): boolean;
}

/** What the owner of a code enters before the code. Without a first step the code opens the sign-in by itself. */
export type FirstStep = 'nothing' | 'password' | 'other';

/** @param onPutAway runs after the administrator removed a code */
export function keptCodes(onPutAway: () => void): KeptCodes {
  const element = h('div', { class: 'stack', 'data-testid': 'kept-codes' });
  const shown = new Map<string, HTMLElement>();

  function putAway(accountId: string): void {
    shown.get(accountId)?.remove();
    shown.delete(accountId);
  }

  function keep(
    { accountId, identifiers }: Pick<AdminAccount, 'accountId' | 'identifiers'>,
    { enrollmentCode, expiresAt }: EnrollmentCode,
    first: FirstStep,
  ): void {
    const whose = identifiers[0] ?? accountId;
    const replaces = shown.has(accountId);
    putAway(accountId);
    const card = h(
      'section',
      { class: 'note go stack', 'data-testid': 'kept-code', 'aria-label': words.administration.code.label(whose) },
      h('p', {}, words.administration.code.heading(h('strong', {}, whose))),
      h(
        'div',
        { class: 'secret' },
        h('code', { 'data-testid': 'enrollment-code' }, enrollmentCode),
        copyButton(enrollmentCode, 'copy-enrollment-code'),
      ),
      replaces ? h('p', {}, words.administration.code.replaced) : null,
      h('p', { 'data-testid': 'code-enter' }, words.administration.code.enter[first](whose)),
      h('p', {}, words.administration.code.about(expiresAt === undefined ? undefined : clockTime(expiresAt))),
      h(
        'div',
        { class: 'links small-text' },
        linkButton(words.administration.code.putAway, 'put-code-away', () => {
          putAway(accountId);
          onPutAway();
        }),
      ),
    );
    shown.set(accountId, card);
    element.append(card);
  }

  return { element, has: (accountId) => shown.has(accountId), keep };
}
