import { button, linkButton } from './controls.ts';
import { openDialog } from './dialog.ts';
import { h } from './element.ts';
import { leaveNote, signInAndReturn } from './location.ts';
import { words } from './words.ts';

/**
 * A page goes on showing what belongs to a session after that ended elsewhere: by an administrator, in another tab, on another device, or
 * by itself. Once it learns of that, it goes to the sign-in page, which says what happened; what somebody has typed is theirs to copy first.
 */
let shows = false;
let told = false;
const typedInto = new Set<HTMLInputElement | HTMLTextAreaElement>();

addEventListener('input', ({ target }) => {
  if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && isText(target)))
    typedInto.add(target);
});

/** That this tab showed a session before: a page that is loaded anew would not know that one has ended. */
const KEY = 'sallyport.session';

/** The page shows what belongs to a session, or reads it anew. Answers whether this tab showed one before. */
export function pageShowsSession(value: boolean): boolean {
  shows = value;
  const before = sessionStorage.getItem(KEY) !== null;
  if (value) sessionStorage.setItem(KEY, 'shown');
  return before;
}

/** The person ends the session: nobody has to be told that it is over. */
export function sessionEndsHere(): void {
  shows = false;
  sessionStorage.removeItem(KEY);
}

/** Deals with an answer that says that there is no session any more. */
export async function noticeSignedOut(response: Response): Promise<void> {
  if (!shows || response.status !== 401 || (await codeOf(response)) !== 'no-session') return;
  if (!isSomethingTyped()) goToSignIn();
  else if (!told) tell();
}

async function codeOf(response: Response): Promise<unknown> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
}

function isText({ type }: HTMLInputElement): boolean {
  return type === 'text' || type === 'email' || type === 'tel';
}

/** A code is of no use to anybody later, and a password is not copied. */
function isSomethingTyped(): boolean {
  return [...typedInto].some(
    (field) => field.isConnected && field.value !== '' && field.autocomplete !== 'one-time-code',
  );
}

function goToSignIn(): void {
  sessionEndsHere();
  leaveNote(words.signIn.signedOut);
  location.replace(signInAndReturn());
}

function tell(): void {
  told = true;
  const dialog = openDialog(words.signIn.signedOutTitle, () => {
    told = false;
  });
  const stay = (): void => dialog.stage.closest('dialog')?.close();
  const signIn = button({
    label: words.signIn.signInAgain,
    testid: 'sign-in-again',
    look: 'primary wide',
    run: goToSignIn,
  });
  dialog.stage.append(
    h(
      'div',
      { class: 'stack', 'data-testid': 'signed-out' },
      h('header', {}, h('h2', {}, words.signIn.signedOutTitle), h('p', { class: 'muted' }, words.signIn.stillTyped)),
      signIn,
      linkButton(words.signIn.keepTyped, 'keep-typed', stay, 'quiet'),
    ),
  );
  signIn.focus();
}
