import type { AdminAccount, EnrollmentCode } from '@sallyport/browser';
import { breakable, clockTime, copyButton, fill, h, linkButton, when } from '@sallyport/pages/parts';
import { namesText, signInName } from '../parts/names.ts';
import { words } from './words.ts';

export interface KeptCodes {
  readonly element: HTMLElement;
  /** Removes the account's previous code, which is void. */
  keep(
    account: Pick<AdminAccount, 'accountId' | 'identifiers' | 'email'>,
    code: EnrollmentCode,
    first: FirstStep,
  ): void;
  /** Hides a code that does not work any more. `undefined` if no code is shown. */
  follow(account: AdminAccount): CodeState | undefined;
  /** `undefined`: the reader can give out no other code. */
  nameButton(button: string | undefined): void;
  focusNew(): boolean;
}

export function codeText({ enrollmentCode: code }: AdminAccount): string | undefined {
  const { codeIsOut, codeIsUsed } = words.administration.actions;
  if (code === undefined) return undefined;
  if (!code.used) return codeIsOut(when(code.expiresAt));
  return codeIsUsed(code.setUpUntil && clockTime(code.setUpUntil));
}

export type CodeState = 'open' | 'used' | 'over';

/** Entered before the code. Without a first step the code opens the sign-in. */
export type FirstStep = 'nothing' | 'password' | 'other';

export interface KeptCodesInput {
  displayName(): string | undefined;
  onPutAway(): void;
}

interface ShownCode {
  readonly card: HTMLElement;
  readonly expiresAt: string;
  readonly content: readonly Node[];
}

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
    // A code is open again if the person left the sign-in in which it was entered.
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
