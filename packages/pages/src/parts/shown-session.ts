import { leaveWithoutAsking } from './before-leaving.ts';
import { button } from './controls.ts';
import { h } from './element.ts';
import { here } from './here.ts';
import { forgetBeyondTab, forgetPerson, forgetSession, keepsFor } from './kept-data.ts';
import { emptyPage, isEmptied, isPersonGone, marksPersonal } from './left-page.ts';
import { leaveNote, signInAndReturn } from './location.ts';
import { forgetSignedOut, keepSignedOut } from './signed-out.ts';
import { words } from './words.ts';

/**
 * A page shows data of a person as long as the session lasts. The session can end in another tab, on another device, or by time. The other tabs tell
 * the page at once; the server tells by any 401, when somebody looks at the page again, and each minute while the page is in view.
 */

let owner: string | undefined;
/** Requests name this account also after the end of its session. */
let named: string | undefined;
let isGuarded = false;
/** `false` while the page loads, because `guarded` handles a 401 then. */
let notices = false;
let heard: unknown;
/** Only the answer to the newest question counts. */
let asked = 0;
let isAsking = false;
let focused: Element | null | undefined;
let noAnswer: HTMLDialogElement | undefined;

const ABOVE = 'no-answer';

/** A hidden `body` would still show an open dialog (Chromium). Fields keep their values. */
let veil: CSSStyleSheet | undefined;

/** This tab showed a session before. `deleted`: another tab deleted the account. */
const KEY = 'sallyport.session';

const [NOBODY, DELETED] = ['', 'deleted'];

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('sallyport.session');

channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (data === DELETED && sessionStorage.getItem(KEY) !== null) sessionStorage.setItem(KEY, DELETED);
  heard = data;
  compare();
});

function compare(): void {
  if (!showsSomebody() || heard === undefined || heard === owner) return;
  heard = undefined;
  hide();
  void check();
}

globalThis.document?.addEventListener('visibilitychange', () => {
  if (!showsSomebody() || document.visibilityState === 'hidden') return;
  hide();
  if (!isAsking) void check();
});
globalThis.addEventListener?.('focus', () => {
  if (!showsSomebody() || isAsking) return;
  void check();
  // The press that brings a window to the front has to reach its button.
  setTimeout(() => isAsking && hide(), PATIENCE);
});
globalThis.addEventListener?.('online', () => {
  if (focused !== undefined) void check();
});

/** Milliseconds without an answer of the server. */
const PATIENCE = 1000;

/** Milliseconds. Near the end of the session the page asks more often. */
const PAUSE = 60_000;

/** Milliseconds. A single timer would be late after the computer slept. */
const TICK = 5_000;

let askedAt = 0;
let endsAt = 0;
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
  // A clock ahead of the server's does not know the end.
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
  if (isPersonGone()) return;
  isGuarded ||= guards;
  if (guards) marksPersonal();
  if (guards) sessionStorage.setItem(KEY, 'shown');
  notices = isGuarded;
  if (typeof accountId !== 'string' || accountId === owner) return;
  if (owner !== undefined && isGuarded) {
    loadAnew();
    return;
  }
  owner = named = accountId;
  forgetSignedOut();
  keepsFor(accountId);
  channel?.postMessage(accountId);
  compare();
}

export function guardedPageLoads(): Promise<string | null | undefined> {
  marksPersonal();
  notices = false;
  return owner === undefined ? accountAtHand() : Promise.resolve(owner);
}

export async function sessionLives(): Promise<boolean> {
  return typeof (await accountAtHand()) === 'string';
}

export function sessionIsMissing(): string | undefined {
  const note = sessionStorage.getItem(KEY) === null ? undefined : signedOutNote();
  // A tab that showed no session may be within a sign-in.
  if (note === undefined) {
    forgetSession();
    forgetBeyondTab();
  } else endsHere();
  emptyPage();
  return note;
}

/**
 * `null`: nobody. `undefined`: no answer.
 *
 * @param unattended nobody used the page: the question does not prolong the session
 */
async function accountAtHand(unattended = false): Promise<string | null | undefined> {
  askedAt = Date.now();
  isUsed = false;
  try {
    const ask = () => fetch(here(`/auth/session${unattended ? '?unattended=1' : ''}`), { cache: 'no-store' });
    let response = await ask();
    // The session may have got its next token meanwhile, in this tab or in another one. The browser sends that token now.
    if (response.status === 401) response = await ask();
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
    // Without a network, the person works on until the session may be over.
    if (!isByItself || focused !== undefined || Date.now() >= endsAt) sayNoAnswer();
  } else if (now === owner) reveal();
  else loadAnew();
}

function loadAnew(): void {
  forgetSession();
  leaveWithoutAsking();
  emptyPage();
  location.reload();
}

/** The account whose data the page shows, or showed last. */
export function shownAccount(): string | undefined {
  return named;
}

/** The header by which the server refuses another account than the shown one. The shared client sends it by itself. */
export function forShownAccount(): Readonly<Record<string, string>> {
  return named === undefined ? {} : { 'sallyport-account': named };
}

const NOT_DONE = 'sallyport.not-done';

/** Another account is signed in now than the account for which the person asked for an act. */
export function loadForAnother(): void {
  loadAnew();
  sessionStorage.setItem(NOT_DONE, '1');
}

export function wasForAnother(): boolean {
  const was = sessionStorage.getItem(NOT_DONE) !== null;
  sessionStorage.removeItem(NOT_DONE);
  return was;
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
  // Escape closes a dialog in the end.
  noAnswer.addEventListener('close', () => noAnswer?.showModal());
  document.body.append(noAnswer);
  noAnswer.showModal();
}

function signedOutNote(): string {
  return deletedElsewhere() ? words.signIn.accountDeleted : words.signIn.signedOut;
}

const deletedElsewhere = (): boolean => sessionStorage.getItem(KEY) === DELETED;

/** The server decides again: the session may have got its next token during the request. */
export async function noticeSignedOut(response: Response): Promise<void> {
  if (!notices || ![401, 412].includes(response.status)) return;
  const code = await codeOf(response);
  if (code === 'no-session') await check(true);
  else if (code === 'precondition-failed' && (await isAnother())) loadForAnother();
}

async function isAnother(): Promise<boolean> {
  const now = await accountAtHand();
  return typeof now === 'string' && owner !== undefined && now !== owner;
}

async function codeOf(response: Response): Promise<unknown> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
}

/** Nothing signs anybody in without a press. A tab in the background stays, with a message, until somebody looks. */
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

export function sessionEndsHere(isDeleted = false): void {
  endsHere();
  channel?.postMessage(isDeleted ? DELETED : NOBODY);
}

function endsHere(): void {
  notices = isGuarded = false;
  owner = undefined;
  forgetPerson();
  keepSignedOut();
}

/** The person signs out here. Returns the function to call if the sign-out fails. */
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
