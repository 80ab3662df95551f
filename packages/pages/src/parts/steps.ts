/**
 * The steps of a page are entries of the browser's history: Back and Forward move through the steps, a reload stays at a step, and the
 * title names the step. Each step asks the server for its contents. The history contains only the step's name.
 */

/** The step in the browser's history. Returns `undefined` on a newly opened page. */
export function currentStep(): string | undefined {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('step' in state)) return undefined;
  return typeof state.step === 'string' ? state.step : undefined;
}

/** Whether the person came to this step by Back, Forward or a reload, and no step was shown since. */
let travelling = typeof history !== 'undefined' && currentStep() !== undefined;

/** The function that runs when the page leaves the step `first`. The page has shown no step yet if `first` is absent. */
let atNextStep: { readonly run: () => void; readonly first?: string } | undefined;

/** Runs once, when another step is shown after the first one. Called before the page shows a step. */
export function onNextStep(run: () => void): void {
  atNextStep = { run };
}

/**
 * Records that a step is shown.
 *
 * @param how `next`: Back leads to the previous step; `instead`: this step replaces the previous step in the history
 */
export function stepShown(name: string, title: string, how: 'next' | 'instead' = 'next'): void {
  titled(title);
  if (atNextStep?.first !== undefined && atNextStep.first !== name) {
    atNextStep.run();
    atNextStep = undefined;
  } else if (atNextStep !== undefined) atNextStep = { ...atNextStep, first: name };
  const before = currentStep();
  const arrived = travelling;
  travelling = false;
  if (before === name) return;
  if (before === undefined || arrived || how === 'instead') history.replaceState({ step: name }, '');
  else history.pushState({ step: name, from: before }, '');
}

/** Whether a step cannot be repeated after the server continues: a proved factor, or a used link. Back does not lead to such a step. */
export function isDoneWith(step: string | undefined): boolean {
  return /^(way|lost):|^(new-password|link-used|end)$/.test(step ?? '');
}

/** Goes back to the given step, if this step came from there. Returns whether this is the case. */
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

const site = (typeof document === 'undefined' ? '' : document.title).split(' · ').at(-1) ?? '';

/** Sets the title of the page for the tab and the history. */
export function titled(words: string): void {
  document.title = `${words} · ${site}`;
}
