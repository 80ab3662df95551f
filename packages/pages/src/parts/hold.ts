/** By `aria-disabled`: `disabled` would take the focus from the button. */
export function hold(element: HTMLButtonElement, held: boolean): void {
  element.toggleAttribute('data-held', held);
  if (held) element.setAttribute('aria-disabled', 'true');
  else if (!element.hasAttribute('aria-busy')) element.removeAttribute('aria-disabled');
}

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

export function restWheels(): () => void {
  const resting = [...running].filter((element) => element.hasAttribute('aria-busy'));
  for (const element of resting) showRest(element);
  return () => {
    for (const element of resting.splice(0)) if (running.has(element)) showBusy(element);
  };
}

/** The heading of its dialog, the act in `data-act`, or the name of the button. Absent: no button was pressed. */
export function runningAct(): string | undefined {
  const latest = [...running].at(-1);
  const heading = latest?.closest('dialog')?.querySelector('h2')?.textContent?.replace(/\?$/, '');
  return heading ?? latest?.dataset['act'] ?? latest?.getAttribute('aria-label') ?? latest?.textContent ?? undefined;
}

const running = new Set<HTMLButtonElement>();

function showBusy(element: HTMLButtonElement): void {
  element.setAttribute('aria-busy', 'true');
  element.setAttribute('aria-disabled', 'true');
}

function showRest(element: HTMLButtonElement): void {
  element.removeAttribute('aria-busy');
  hold(element, element.hasAttribute('data-held'));
}
