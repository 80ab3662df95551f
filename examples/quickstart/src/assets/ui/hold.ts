/**
 * Keeps a button from doing anything for a while, and says so. It is not `disabled`: a button that is would lose the focus, and with it
 * the person's place on the page.
 */
export function hold(element: HTMLButtonElement, held: boolean): void {
  element.toggleAttribute('data-held', held);
  if (held) element.setAttribute('aria-disabled', 'true');
  else if (!isBusy(element)) element.removeAttribute('aria-disabled');
}

/** Whether pressing it does nothing now. */
export function isIdle(element: HTMLButtonElement): boolean {
  return element.disabled || isBusy(element) || element.hasAttribute('data-held');
}

/** Shows that a button works and keeps it from doing so twice. */
export async function whileBusy(element: HTMLButtonElement, run: () => Promise<unknown>): Promise<void> {
  if (isIdle(element)) return;
  element.setAttribute('aria-busy', 'true');
  element.setAttribute('aria-disabled', 'true');
  try {
    await run();
  } finally {
    element.removeAttribute('aria-busy');
    hold(element, element.hasAttribute('data-held'));
  }
}

function isBusy(element: HTMLButtonElement): boolean {
  return element.hasAttribute('aria-busy');
}
