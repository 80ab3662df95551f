/**
 * Deactivates a button for a while by `aria-disabled`. The attribute `disabled` would take the focus from the button, and the person's
 * place on the page.
 */
export function hold(element: HTMLButtonElement, held: boolean): void {
  element.toggleAttribute('data-held', held);
  if (held) element.setAttribute('aria-disabled', 'true');
  else if (!element.hasAttribute('aria-busy')) element.removeAttribute('aria-disabled');
}

/** Whether pressing the button has no effect now. */
export function isIdle(element: HTMLButtonElement): boolean {
  return element.disabled || running.has(element) || element.hasAttribute('data-held');
}

/** Shows that a button's action runs, and ignores presses meanwhile. */
export async function whileBusy(element: HTMLButtonElement, run: () => Promise<unknown>): Promise<void> {
  if (isIdle(element)) return;
  running.add(element);
  showBusy(element);
  try {
    await run();
  } finally {
    running.delete(element);
    showRest(element);
  }
}

/**
 * While a dialog waits for the person, the button behind the dialog loads nothing: the wheels rest.
 *
 * @returns shows the wheels again of the actions that still run
 */
export function restWheels(): () => void {
  const resting = [...running].filter((element) => element.hasAttribute('aria-busy'));
  for (const element of resting) showRest(element);
  return () => {
    for (const element of resting.splice(0)) if (running.has(element)) showBusy(element);
  };
}

/**
 * What the person asked for last and still runs: the heading of its dialog without the question mark, the act that a button with a general label
 * names in `data-act`, or the name of the button. Absent: no button was pressed, as while a page loads.
 */
export function runningAct(): string | undefined {
  const latest = [...running].at(-1);
  const heading = latest?.closest('dialog')?.querySelector('h2')?.textContent?.replace(/\?$/, '');
  return heading ?? latest?.dataset['act'] ?? latest?.getAttribute('aria-label') ?? latest?.textContent ?? undefined;
}

/** The buttons whose action runs. */
const running = new Set<HTMLButtonElement>();

function showBusy(element: HTMLButtonElement): void {
  element.setAttribute('aria-busy', 'true');
  element.setAttribute('aria-disabled', 'true');
}

function showRest(element: HTMLButtonElement): void {
  element.removeAttribute('aria-busy');
  hold(element, element.hasAttribute('data-held'));
}
