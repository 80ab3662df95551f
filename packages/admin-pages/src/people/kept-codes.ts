import type { AdminAccount, EnrollmentCode } from '@sallyport/browser';
import { breakable, clockTime, copyButton, fill, h, linkButton, when } from '@sallyport/pages/parts';
import { namesText, signInName } from '../parts/names.ts';
import { words } from './words.ts';

/**
 * The codes that an administrator passes on. A code stays on the page, even if another account is opened, until the administrator removes
 * the code.
 */
export interface KeptCodes {
  readonly element: HTMLElement;
  /** Shows a code. Removes the account's previous code, which is void. */
  keep(
    account: Pick<AdminAccount, 'accountId' | 'identifiers' | 'email'>,
    code: EnrollmentCode,
    first: FirstStep,
  ): void;
  /** Shows what became of the account's code, and hides a code that was used or does not work any more. Returns `undefined` if no code is shown. */
  follow(account: AdminAccount): CodeState | undefined;
  /** Names the button for another code, beside each code. `undefined`: the reader can give out no other code. */
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

/** What became of a code on the page. `used`: the person entered the code, and has not set anything up. `over`: the code does not work any more. */
export type CodeState = 'open' | 'used' | 'over';

/** What the owner of a code enters before the code. Without a first step the code opens the sign-in by itself. */
export type FirstStep = 'nothing' | 'password' | 'other';

/** The parts of {@link keptCodes}. */
export interface KeptCodesInput {
  /** The name of the person whose page is shown, if the host knows the name. */
  displayName(): string | undefined;
  /** Runs after the administrator removed a code. */
  onPutAway(): void;
}

interface ShownCode {
  readonly card: HTMLElement;
  readonly expiresAt: string;
  /** The code, and what to do with the code. */
  readonly content: readonly Node[];
}

/** Creates the place for the codes on the page of a person. */
export function keptCodes({ displayName, onPutAway }: KeptCodesInput): KeptCodes {
  const element = h('div', { class: 'stack', 'data-testid': 'kept-codes' });
  const shown = new Map<string, ShownCode>();
  let newest: HTMLElement | undefined;

  function putAway(accountId: string): void {
    shown.get(accountId)?.card.remove();
    shown.delete(accountId);
  }

  function keep(
    account: Pick<AdminAccount, 'accountId' | 'identifiers' | 'email'>,
    { enrollmentCode, expiresAt }: EnrollmentCode,
    first: FirstStep,
  ): void {
    const { accountId } = account;
    const names = namesText(account);
    const name = displayName();
    const who = name === undefined ? names : `${name} (${names})`;
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
      h('p', { 'data-testid': 'code-enter' }, words.administration.code.enter[first](signInName(account))),
      h('p', {}, words.administration.code.about(expiresAt === undefined ? undefined : clockTime(expiresAt))),
      h('p', { 'data-testid': 'code-astray' }),
      hideLink(accountId, words.administration.code.putAway),
    );
    shown.set(accountId, { card, expiresAt, content: [...card.childNodes] });
    element.append(card);
    newest = card;
  }

  function hideLink(accountId: string, label: string): HTMLElement {
    return h(
      'div',
      { class: 'links small-text' },
      linkButton(label, 'put-code-away', () => {
        putAway(accountId);
        onPutAway();
      }),
    );
  }

  function follow(account: AdminAccount): CodeState | undefined {
    const { accountId, enrollmentCode: code } = account;
    const kept = shown.get(accountId);
    if (kept === undefined) return undefined;
    const state = code?.expiresAt !== kept.expiresAt ? 'over' : code.used ? 'used' : 'open';
    const { card, content } = kept;
    const { isOver, close } = words.administration.code;
    const told = state === 'used' ? codeText(account) : isOver;
    // A code is open again if the person left the sign-in in which the person entered the code.
    if (state !== 'open')
      fill(card, content[0], h('p', { 'data-testid': 'code-state' }, told), hideLink(accountId, close));
    else if (card.querySelector('[data-testid="code-state"]') !== null) fill(card, content);
    return state;
  }

  function nameButton(button: string | undefined): void {
    for (const line of element.querySelectorAll<HTMLElement>('[data-testid="code-astray"]')) {
      const { astray, astrayElsewhere } = words.administration.code;
      line.textContent = button === undefined ? astrayElsewhere : astray(button);
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

  return { element, follow, keep, nameButton, focusNew };
}
