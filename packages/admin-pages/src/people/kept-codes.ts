import type { EnrollmentCode } from '@sallyport/browser';
import { clockTime, copyButton, h, linkButton } from '@sallyport/pages/parts';
import { words } from '../words.ts';

/**
 * The codes that an administrator passes on. A code stays on the page, even if another account is opened, until the administrator removes
 * the code.
 */
export interface KeptCodes {
  readonly element: HTMLElement;
  /** Shows a code. Removes the account's previous code, which is void. */
  keep(accountId: string, whose: string, code: EnrollmentCode): void;
  /** Whether a code of the account is shown. */
  has(accountId: string): boolean;
  /** Removes the code of a deleted account. */
  putAway(accountId: string): void;
}

/** @param onPutAway moves the focus after a code is removed */
export function keptCodes(onPutAway: () => void): KeptCodes {
  const element = h('div', { class: 'stack', 'data-testid': 'kept-codes' });
  const shown = new Map<string, HTMLElement>();

  function putAway(accountId: string): void {
    const card = shown.get(accountId);
    const held = card?.contains(document.activeElement) === true;
    card?.remove();
    shown.delete(accountId);
    if (held) onPutAway();
  }

  function keep(accountId: string, whose: string, { enrollmentCode, expiresAt }: EnrollmentCode): void {
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
      h('p', {}, words.administration.code.about(expiresAt === undefined ? undefined : clockTime(expiresAt))),
      h(
        'div',
        { class: 'links small-text' },
        linkButton(words.administration.code.putAway, 'put-code-away', () => putAway(accountId)),
      ),
    );
    shown.set(accountId, card);
    element.append(card);
  }

  return { element, has: (accountId) => shown.has(accountId), keep, putAway };
}
