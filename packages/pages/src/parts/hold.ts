/**
 * Deactivates a button for a while by `aria-disabled`. The attribute `disabled` would take the focus from the button, and the person's
 * place on the page.
 */
export function hold(element: HTMLButtonElement, held: boolean): void {
  element.toggleAttribute('data-held', held);
  if (held) element.setAttribute('aria-disabled', 'true');
  else if (!isBusy(element)) element.removeAttribute('aria-disabled');
}

/** Whether pressing the button has no effect now. */
export function isIdle(element: HTMLButtonElement): boolean {
  return element.disabled || isBusy(element) || element.hasAttribute('data-held');
}

/** Shows that a button's action runs, and ignores presses meanwhile. */
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
