/** Back closes the top dialog. A dialog that is closed in another way leaves its history entry for the next dialog, and Back skips the entry. */

interface Open {
  dismiss(): boolean;
}

interface Place {
  readonly dialogs: number;
  readonly place: number;
}

const open: Open[] = [];

let here: Place | undefined = typeof history === 'undefined' ? undefined : placeIn(history.state);

export function dialogOpened(dismiss: () => boolean): () => void {
  const one: Open = { dismiss };
  open.push(one);
  enter();
  return () => {
    const at = open.indexOf(one);
    if (at >= 0) open.splice(at, 1);
  };
}

function enter(): void {
  here = placeIn(history.state) ?? { dialogs: 0, place: 0 };
  history.replaceState(stateAt(here), '');
  while (here.dialogs < open.length) {
    here = { dialogs: here.dialogs + 1, place: here.place + 1 };
    history.pushState(stateAt(here), '');
  }
}

// Before other listeners: moves between dialogs are not moves between steps.
globalThis.addEventListener?.('popstate', (event) => {
  const before = here;
  here = placeIn(history.state);
  if (here === undefined) return;
  if (here.dialogs < open.length) {
    event.stopImmediatePropagation();
    while (open.length > here.dialogs && open.at(-1)?.dismiss() === true) open.pop();
    // A dialog that needs an answer keeps its entry.
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
