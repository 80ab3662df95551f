/**
 * Back shows a kept page without a request, also after a sign-out and to the next person at the computer (the back/forward cache). So a page empties
 * itself when the person leaves, and loads anew when it comes back.
 */
const titleOfAnybody = globalThis.document?.title;

const leaving: (() => void)[] = [];

let emptied = false;

let isPersonal = false;

/** Runs once, when the person leaves the page, before the page becomes empty. Does not run after the end of the session. */
export function whenLeft(run: () => void): void {
  leaving.push(run);
}

export function emptyPage(): HTMLElement {
  emptied = true;
  leaving.length = 0;
  const body = document.createElement('body');
  document.body.replaceWith(body);
  document.adoptedStyleSheets = [];
  document.title = titleOfAnybody;
  return body;
}

/** A late answer of the server then opens no dialog. */
export function isEmptied(): boolean {
  return emptied;
}

export function marksPersonal(): void {
  isPersonal = true;
}

/** A late answer is for nobody. A page of a sign-in goes on, because its backup codes would be lost. */
export function isPersonGone(): boolean {
  return isPersonal && emptied;
}

globalThis.addEventListener?.('pagehide', ({ persisted }) => {
  for (const run of leaving.splice(0)) run();
  if (!persisted) return;
  document.body.remove();
  document.title = titleOfAnybody;
});

globalThis.addEventListener?.('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
