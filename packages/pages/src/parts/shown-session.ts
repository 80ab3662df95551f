import { leaveWithoutAsking } from './before-leaving.ts';
import { button } from './controls.ts';
import { h } from './element.ts';
import { forgetDrafts, forgetPerson, forgetSession, keepsFor } from './kept-data.ts';
import { emptyPage, isEmptied } from './left-page.ts';
import { leaveNote, signInAndReturn } from './location.ts';
import { forgetSignedOut, keepSignedOut } from './signed-out.ts';
import { words } from './words.ts';

/**
 * A page shows data of a person as long as the session of this person lasts. The session can end in another tab, on another device, or by time, and
 * another person can sign in with the same browser. The other tabs tell the page at once. The server tells the page by any answer 401, when somebody looks
 * at the page again, and each minute while the page is in view. Somebody who looks again sees the page after the server answered.
 */

/** The account that the page shows. */
let owner: string | undefined;
/** The page is for signed-in people alone. */
let isGuarded = false;
/** An answer 401 ends the page. `false` while the page loads, because `guarded` handles an answer 401 then. */
let notices = false;
/** The newest message of another tab that this page has not compared with its account yet. */
let heard: unknown;
/** Counts the questions, so that only the answer to the newest question counts. */
let asked = 0;
let isAsking = false;
/** The element with the focus when the page was hidden. */
let focused: Element | null | undefined;
let noAnswer: HTMLDialogElement | undefined;

/** The class of the message that the server does not answer. */
const ABOVE = 'no-answer';

/** The sheet that hides the page with its dialogs. A hidden `body` would still show an open dialog (Chromium). Fields keep their values. */
let veil: CSSStyleSheet | undefined;

/**
 * Storage key: this tab showed a session before. A newly loaded page could not know that a session has ended. The value `deleted` says that
 * another tab deleted the account of the session.
 */
const KEY = 'sallyport.session';

/** The message to the other tabs: the id of the account that is signed in now, or one of these. */
const [NOBODY, DELETED] = ['', 'deleted'];

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('sallyport.session');

channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (data === DELETED && sessionStorage.getItem(KEY) !== null) sessionStorage.setItem(KEY, DELETED);
  heard = data;
  compare();
});

/** Hides the page and asks the server, if another tab reported another account or no session. */
function compare(): void {
  if (!showsSomebody() || heard === undefined || heard === owner) return;
  heard = undefined;
  hide();
  void check();
}

/** Asks the server when the page comes into view. A second event at the same time asks nothing. */
globalThis.document?.addEventListener('visibilitychange', () => {
  if (!showsSomebody() || document.visibilityState === 'hidden') return;
  hide();
  if (!isAsking) void check();
});
globalThis.addEventListener?.('focus', () => {
  if (!showsSomebody() || isAsking) return;
  void check();
  // The window was in sight before, and the press that brings the window to the front has to reach its button.
  setTimeout(() => isAsking && hide(), PATIENCE);
});
globalThis.addEventListener?.('online', () => {
  if (focused !== undefined) void check();
});

/** Milliseconds that a window in sight stays in sight without an answer of the server. */
const PATIENCE = 1000;

/** The pause between two questions of a page in view, in milliseconds. Near the end of the session the page asks more often. */
const PAUSE = 60_000;

/** How often the page looks at the clock, in milliseconds. A single timer would be late after the computer slept. */
const TICK = 5_000;

/** When the page asked last, and when the session ends unless somebody uses it. */
let askedAt = 0;
let endsAt = 0;
/** The person used the page after the last question, so that the next question is a use of the session. */
let isUsed = false;

if (globalThis.document !== undefined) {
  setInterval(() => {
    if (showsSomebody() && !isAsking && document.visibilityState === 'visible' && isDue()) void check(true);
  }, TICK);
  const uses = (): void => {
    isUsed = true;
  };
  for (const input of ['pointerdown', 'keydown', 'wheel', 'touchmove'])
    addEventListener(input, uses, { capture: true, passive: true });
}

function isDue(): boolean {
  const [now, left] = [Date.now(), endsAt - askedAt];
  // A page whose clock is ahead of the server's does not know the end.
  const pause = left > 0 ? Math.min(PAUSE, left / 2) : PAUSE;
  return now < askedAt || now - askedAt >= pause;
}

function showsSomebody(): boolean {
  return (owner !== undefined || isGuarded) && !isEmptied();
}

/**
 * The page shows data of the account. Tells the other tabs who is signed in.
 *
 * @param accountId `undefined` or `null` if the server did not name the account. The page then loads anew when somebody looks at the page
 * @param guards the page is for signed-in people alone
 */
export function showsSession(accountId: string | null | undefined, guards = false): void {
  isGuarded ||= guards;
  if (guards) sessionStorage.setItem(KEY, 'shown');
  notices = isGuarded;
  if (typeof accountId !== 'string' || accountId === owner) return;
  owner = accountId;
  forgetSignedOut();
  keepsFor(accountId);
  channel?.postMessage(accountId);
  compare();
}

/** A guarded page loads, and handles a 401 itself. Resolves to the account that the page will show, if known. */
export function guardedPageLoads(): Promise<string | null | undefined> {
  notices = false;
  return owner === undefined ? accountAtHand() : Promise.resolve(owner);
}

/** Empties a loading page without a session. Returns the note for the sign-in page, if this tab showed a session before. */
export function sessionIsMissing(): string | undefined {
  const note = sessionStorage.getItem(KEY) === null ? undefined : signedOutNote();
  // A tab that showed no session may be within a sign-in, and keeps the steps of the sign-in.
  if (note === undefined) {
    forgetSession();
    forgetDrafts();
  } else endsHere();
  emptyPage();
  return note;
}

/**
 * The account that is signed in. Resolves to `null` if nobody is, and to `undefined` without an answer.
 *
 * @param unattended nobody used the page: the question does not prolong the session
 */
async function accountAtHand(unattended = false): Promise<string | null | undefined> {
  askedAt = Date.now();
  isUsed = false;
  try {
    const response = await fetch(`/auth/session${unattended ? '?unattended=1' : ''}`, { cache: 'no-store' });
    if (response.status === 401) return null;
    const { session } = await response.json();
    endsAt = Date.parse(session?.expiresAt) || 0;
    return session?.accountId;
  } catch {
    return undefined;
  }
}

async function check(isByItself = false): Promise<void> {
  const mine = ++asked;
  isAsking = true;
  const now = await accountAtHand(isByItself && !isUsed);
  if (mine !== asked) return;
  isAsking = false;
  if (isEmptied()) return;
  if (now === null) sessionIsOver();
  else if (now === undefined) {
    // Without a network, the person at the page works on until the session may be over.
    if (!isByItself || focused !== undefined || Date.now() >= endsAt) sayNoAnswer();
  } else if (now === owner) reveal();
  else {
    forgetSession();
    leaveWithoutAsking();
    emptyPage();
    location.reload();
  }
}

function hide(): void {
  if (focused !== undefined) return;
  focused = document.activeElement;
  if (veil === undefined) {
    veil = new CSSStyleSheet();
    veil.replaceSync(`body :not(.${ABOVE}, .${ABOVE} *) { visibility: hidden !important }`);
  }
  document.adoptedStyleSheets.push(veil);
}

function reveal(): void {
  noAnswer?.remove();
  noAnswer = undefined;
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== veil);
  if (focused instanceof HTMLElement && document.activeElement === document.body)
    focused.focus({ preventScroll: true });
  focused = undefined;
}

function sayNoAnswer(): void {
  hide();
  if (noAnswer !== undefined) return;
  const text = h('p', {}, words.problems.byCode.unreachable);
  const again = button({ label: words.buttons.tryAgain, testid: 'ask-again', run: () => check() });
  noAnswer = h('dialog', { class: ABOVE, 'data-testid': ABOVE }, h('div', { class: 'stage' }, text, again));
  // The key Escape closes a dialog in the end, so the dialog opens again.
  noAnswer.addEventListener('close', () => noAnswer?.showModal());
  document.body.append(noAnswer);
  noAnswer.showModal();
}

/** The message of the sign-in page after the session of this tab ended elsewhere. */
function signedOutNote(): string {
  return deletedElsewhere() ? words.signIn.accountDeleted : words.signIn.signedOut;
}

const deletedElsewhere = (): boolean => sessionStorage.getItem(KEY) === DELETED;

/** Handles an answer that reports a missing session. */
export async function noticeSignedOut(response: Response): Promise<void> {
  if (!notices || response.status !== 401 || (await codeOf(response)) !== 'no-session') return;
  if (notices) sessionIsOver();
}

async function codeOf(response: Response): Promise<unknown> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
}

/**
 * Empties the page after the session ended elsewhere, and goes to the sign-in page, where nothing signs anybody in without a press. A tab in the
 * background stays, with a message, until somebody looks at the tab.
 */
function sessionIsOver(): void {
  const [wasGuarded, isDeleted, note] = [isGuarded, deletedElsewhere(), signedOutNote()];
  sessionEndsHere();
  // After the line above, the sign-in page goes to no provider by itself.
  const signIn = signInAndReturn();
  leaveWithoutAsking();
  if (wasGuarded) leaveNote(note);
  const { signedOutTitle, accountDeletedTitle, signInAgain, title } = words.signIn;
  const body = emptyPage();
  const go = (): void => (wasGuarded ? location.replace(signIn) : location.reload());
  if (document.visibilityState === 'visible' && document.hasFocus()) {
    go();
    return;
  }
  const text = h('h1', {}, isDeleted ? accountDeletedTitle : signedOutTitle);
  const way = h('a', { class: 'button primary wide', href: signIn }, isDeleted ? title : signInAgain);
  body.append(
    h('main', { class: 'narrow' }, h('div', { class: 'card stage', 'data-testid': 'signed-out' }, text, way)),
  );
  whenLookedAt(go);
}

/** The person ends the session here. Tells the other tabs. */
export function sessionEndsHere(isDeleted = false): void {
  endsHere();
  channel?.postMessage(isDeleted ? DELETED : NOBODY);
}

/** Deletes the data of the person from this browser, and tells the other tabs nothing. */
function endsHere(): void {
  notices = isGuarded = false;
  owner = undefined;
  forgetPerson();
  keepSignedOut();
}

/** An answer 401 no longer ends the page, because the person signs out here. Returns the function to call if the sign-out fails. */
export function stopsNoticing(): () => void {
  const before = notices;
  notices = false;
  return () => {
    notices = before;
  };
}

/** Runs when the page becomes visible again: its tab or window comes to the front. A page that Back leads to loads anew. */
export function whenLookedAt(run: () => unknown): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') run();
  });
  addEventListener('focus', () => void run());
}
