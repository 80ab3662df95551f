/**
 * Browsers keep a page that the person leaves, and Back shows the kept page without a request to the server, also after a sign-out and to the next
 * person at the computer (HTML, "reactivate a document": the back/forward cache). So a page empties itself when the person leaves it, and loads
 * anew when it comes back. Every page draws with `element.ts`, which imports this module.
 */
const titleOfAnybody = globalThis.document?.title;

const leaving: (() => void)[] = [];

/** Runs once, when the person leaves the page, before the page becomes empty. */
export function whenLeft(run: () => void): void {
  leaving.push(run);
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
