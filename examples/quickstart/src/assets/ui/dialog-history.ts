/**
 * Back closes the dialog on top, as people expect of it. Each dialog opens on an entry of the browser's history, whose state tells how
 * many dialogs are open there. A dialog that is closed in another way leaves its entry, for the next one: Back passes by it.
 */

/** A dialog that is open. `dismiss` closes it, or answers that it has to be answered. */
interface Open {
  dismiss(): boolean;
}

/** Where in the history the page is: the places of later entries are higher. */
interface Place {
  readonly dialogs: number;
  readonly place: number;
}

/** The innermost last. */
const open: Open[] = [];

let here: Place | undefined = placeIn(history.state);

/** A dialog opened. Answers what its closing calls. */
export function dialogOpened(dismiss: () => boolean): () => void {
  const one: Open = { dismiss };
  open.push(one);
  enter();
  return () => {
    const at = open.indexOf(one);
    if (at >= 0) open.splice(at, 1);
  };
}

/** Sees to it that each open dialog has its entry. */
function enter(): void {
  here = placeIn(history.state) ?? { dialogs: 0, place: 0 };
  history.replaceState(stateAt(here), '');
  while (here.dialogs < open.length) {
    here = { dialogs: here.dialogs + 1, place: here.place + 1 };
    history.pushState(stateAt(here), '');
  }
}

// Before any other of the page: what moves between dialogs moves between no steps of it.
addEventListener('popstate', (event) => {
  const before = here;
  here = placeIn(history.state);
  if (here === undefined) return;
  if (here.dialogs < open.length) {
    event.stopImmediatePropagation();
    while (open.length > here.dialogs && open.at(-1)?.dismiss() === true) open.pop();
    // One that has to be answered stays, and so does its entry.
    enter();
  } else if (before !== undefined && here.place < before.place && before.dialogs > open.length) {
    event.stopImmediatePropagation();
    history.back();
  }
});

function placeIn(state: unknown): Place | undefined {
  if (typeof state !== 'object' || state === null || !('dialogs' in state) || !('place' in state)) return undefined;
  const { dialogs, place } = state;
  return typeof dialogs === 'number' && typeof place === 'number' ? { dialogs, place } : undefined;
}

function stateAt(at: Place): object {
  const state: unknown = history.state;
  return { ...(typeof state === 'object' ? state : {}), ...at };
}
