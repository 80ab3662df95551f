import type { EnrollmentCode } from '@sallyport/browser';
import { copyButton } from '../ui/clipboard.ts';
import { linkButton } from '../ui/controls.ts';
import { h } from '../ui/element.ts';
import { when } from '../ui/explain.ts';

/** Codes that an administrator passes on: each stays on the page, whichever account is open, until it is put away. */
export interface KeptCodes {
  readonly element: HTMLElement;
  /** Keeps a code; one of before for the same account is void, and goes. */
  keep(accountId: string, whose: string, code: EnrollmentCode): void;
}

export function keptCodes(): KeptCodes {
  const element = h('div', { class: 'stack', 'data-testid': 'kept-codes' });
  const shown = new Map<string, HTMLElement>();

  function putAway(accountId: string): void {
    shown.get(accountId)?.remove();
    shown.delete(accountId);
  }

  function keep(accountId: string, whose: string, { enrollmentCode, expiresAt }: EnrollmentCode): void {
    putAway(accountId);
    const until = expiresAt === undefined ? '' : ` It expires ${when(expiresAt)}.`;
    const card = h(
      'section',
      { class: 'note go stack', 'data-testid': 'kept-code', 'aria-label': `Code for ${whose}` },
      h('p', {}, 'Code for ', h('strong', {}, whose)),
      h(
        'div',
        { class: 'secret' },
        h('code', { 'data-testid': 'enrollment-code' }, enrollmentCode),
        copyButton(enrollmentCode, 'copy-enrollment-code'),
      ),
      h(
        'p',
        {},
        'Tell them in person or by phone, never by mail. They sign in and choose “I have a code from an administrator”. ' +
          `It works once.${until} It is shown only here: a reload loses it.`,
      ),
      h(
        'div',
        { class: 'links small-text' },
        linkButton('I passed it on: put it away', 'put-code-away', () => putAway(accountId)),
      ),
    );
    shown.set(accountId, card);
    element.append(card);
  }

  return { element, keep };
}
