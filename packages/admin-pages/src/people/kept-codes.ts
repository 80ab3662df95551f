import type { AdminAccount, EnrollmentCode } from '@sallyport/browser';
import { breakable, clockTime, copyButton, h, linkButton, when } from '@sallyport/pages/parts';
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
  /** Names the button for another code, beside each code. `undefined`: the page has no such button. */
  nameButton(button: string | undefined): void;
  /** Moves the focus and the view to the newest code, once. Returns false if no code is new. */
  focusNew(): boolean;
}

/** Tells whether the person has entered the code that an administrator gave. Returns `undefined` without such a code. */
export function codeText({ enrollmentCode: code }: AdminAccount): string | undefined {
  const { codeIsOut, codeIsUsed } = words.administration.actions;
  if (code === undefined) return undefined;
  if (!code.used) return codeIsOut(when(code.expiresAt));
  return codeIsUsed(code.setUpUntil && clockTime(code.setUpUntil));
}

/** What the owner of a code enters before the code. Without a first step the code opens the sign-in by itself. */
export type FirstStep = 'nothing' | 'password' | 'other';

/** The parts of {@link keptCodes}. */
export interface KeptCodesInput {
  /** The name of the person whose page is shown, if the host knows the name. */
  displayName(): string | undefined;
  /** Runs after the administrator removed a code. */
  onPutAway(): void;
}

/** Creates the place for the codes on the page of a person. */
export function keptCodes({ displayName, onPutAway }: KeptCodesInput): KeptCodes {
  const element = h('div', { class: 'stack', 'data-testid': 'kept-codes' });
  const shown = new Map<string, HTMLElement>();
  let newest: HTMLElement | undefined;

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
    const name = displayName();
    const who = name === undefined ? whose : `${name} (${whose})`;
    const codeId = `code-${accountId}`;
    const replaces = shown.has(accountId);
    putAway(accountId);
    const card = h(
      'section',
      {
        class: 'note go stack',
        tabindex: -1,
        'data-testid': 'kept-code',
        'aria-label': words.administration.code.label(who),
        'aria-describedby': codeId,
      },
      h('p', {}, words.administration.code.heading(h('strong', {}, breakable(who)))),
      h(
        'div',
        { class: 'secret' },
        h('code', { id: codeId, 'data-testid': 'enrollment-code' }, enrollmentCode),
        copyButton(enrollmentCode, 'copy-enrollment-code'),
      ),
      replaces ? h('p', {}, words.administration.code.replaced) : null,
      h('p', { 'data-testid': 'code-enter' }, words.administration.code.enter[first](whose)),
      h('p', {}, words.administration.code.about(expiresAt === undefined ? undefined : clockTime(expiresAt))),
      h('p', { 'data-testid': 'code-astray' }),
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
    newest = card;
  }

  function nameButton(button: string | undefined): void {
    for (const line of element.querySelectorAll<HTMLElement>('[data-testid="code-astray"]')) {
      line.hidden = button === undefined;
      line.textContent = words.administration.code.astray(button ?? '');
    }
  }

  function focusNew(): boolean {
    if (newest === undefined) return false;
    newest.focus({ preventScroll: true });
    // On a small screen the name and the code matter more than the end of the card.
    for (const shownNow of [newest, newest.querySelector('.secret'), newest.firstElementChild])
      shownNow?.scrollIntoView({ block: 'nearest' });
    newest = undefined;
    return true;
  }

  return { element, has: (accountId) => shown.has(accountId), keep, nameButton, focusNew };
}
