/**
 * The steps of a page are entries of the browser's history: Back and Forward move through them, a reload stays at one, and the
 * title says which one it is. What a step shows is asked of the server each time; the history holds its name alone.
 */

/** The step that the history says is shown; `undefined` on a page that has just been opened. */
export function currentStep(): string | undefined {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('step' in state)) return undefined;
  return typeof state.step === 'string' ? state.step : undefined;
}

/** Whether the person is at this step by Back, Forward or a reload, and nothing has been shown since. */
let travelling = currentStep() !== undefined;

/**
 * A step is shown.
 *
 * @param how `next`: Back leads to the one before; `instead`: the one before is done with, and Back does not lead there any more
 */
export function stepShown(name: string, title: string, how: 'next' | 'instead' = 'next'): void {
  titled(title);
  const before = currentStep();
  const arrived = travelling;
  travelling = false;
  if (before === name) return;
  if (before === undefined || arrived || how === 'instead') history.replaceState({ step: name }, '');
  else history.pushState({ step: name, from: before }, '');
}

/** Whether a step is done with once the server goes on from it: what was proved, or a link that was used. Back does not lead there. */
export function isDoneWith(step: string | undefined): boolean {
  return /^(way|lost):|^(new-password|link-used|end)$/.test(step ?? '');
}

/** Goes back to the step that this one came from, if it is this; answers whether it does. */
export function stepBack(to: string): boolean {
  const state: unknown = history.state;
  const isThere = typeof state === 'object' && state !== null && 'from' in state && state.from === to;
  if (isThere) history.back();
  return isThere;
}

/** Runs when Back or Forward led to another step of this page. */
export function whenTravelled(run: (step: string | undefined) => void): void {
  addEventListener('popstate', () => {
    travelling = true;
    run(currentStep());
  });
}

const site = document.title.split(' · ').at(-1) ?? '';

/** What the tab and the list of the history call this page. */
export function titled(words: string): void {
  document.title = `${words} · ${site}`;
}
