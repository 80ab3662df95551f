import { leaveWithoutAsking } from './before-leaving.ts';
import { button, linkButton } from './controls.ts';
import { openDialog } from './dialog.ts';
import { h } from './element.ts';
import { leaveNote, signInAndReturn } from './location.ts';
import { words } from './words.ts';

/**
 * Handles the end of a session elsewhere: by an administrator, in another tab, on another device, or by expiry. After learning of the
 * end, the page goes to the sign-in page, which explains. If the person has typed text, the page stays so that the person can copy the
 * text.
 */
let shows = false;
let told = false;
const typedInto = new Set<HTMLInputElement | HTMLTextAreaElement>();

globalThis.addEventListener?.('input', ({ target }) => {
  if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && isText(target)))
    typedInto.add(target);
});

/**
 * Storage key: this tab showed a session before. A newly loaded page could not know that a session has ended. The value `deleted` says that
 * another tab deleted the account of the session.
 */
const KEY = 'sallyport.session';

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('sallyport.deleted');

channel?.addEventListener('message', () => {
  if (sessionStorage.getItem(KEY) !== null) sessionStorage.setItem(KEY, 'deleted');
});

/** The person deleted the account in this tab. Tells the other tabs. */
export function accountDeletedHere(): void {
  sessionEndsHere();
  channel?.postMessage('deleted');
}

const isDeleted = (): boolean => sessionStorage.getItem(KEY) === 'deleted';

/** The message of the sign-in page after the session of this tab ended elsewhere. */
export function signedOutNote(): string {
  return isDeleted() ? words.signIn.accountDeleted : words.signIn.signedOut;
}

/** Records whether the page shows a session. Returns whether this tab showed a session before. */
export function pageShowsSession(value: boolean): boolean {
  shows = value;
  const before = sessionStorage.getItem(KEY) !== null;
  if (value) sessionStorage.setItem(KEY, 'shown');
  return before;
}

/** The person ends the session here, so no message is needed. */
export function sessionEndsHere(): void {
  shows = false;
  sessionStorage.removeItem(KEY);
}

/** Handles an answer that reports a missing session. */
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

/** Whether typed text is worth copying: not a code and not a password. */
function isSomethingTyped(): boolean {
  return [...typedInto].some(
    (field) => field.isConnected && field.value !== '' && field.autocomplete !== 'one-time-code',
  );
}

function goToSignIn(): void {
  const note = signedOutNote();
  sessionEndsHere();
  leaveNote(note);
  location.replace(signInAndReturn());
}

function tell(): void {
  told = true;
  const { signIn: says } = words;
  const [title, text, next] = isDeleted()
    ? [says.accountDeletedTitle, says.stillTypedThere, says.title]
    : [says.signedOutTitle, says.stillTyped, says.signInAgain];
  const dialog = openDialog(title, () => {
    told = false;
  });
  const stay = (): void => dialog.stage.closest('dialog')?.close();
  const signIn = button({
    label: next,
    testid: 'sign-in-again',
    look: 'primary wide',
    run: () => {
      leaveWithoutAsking();
      goToSignIn();
    },
  });
  dialog.stage.append(
    h(
      'div',
      { class: 'stack', 'data-testid': 'signed-out' },
      h('header', {}, h('h2', {}, title), h('p', { class: 'muted' }, text)),
      signIn,
      linkButton(words.signIn.keepTyped, 'keep-typed', stay, 'quiet'),
    ),
  );
  signIn.focus();
}
