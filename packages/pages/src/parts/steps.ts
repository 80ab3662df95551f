/**
 * Steps are entries of the history: Back, Forward and a reload keep to the step. The history contains only the step's name; its contents come from
 * the server.
 */

export function currentStep(): string | undefined {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('step' in state)) return undefined;
  return typeof state.step === 'string' ? state.step : undefined;
}

let travelling = typeof history !== 'undefined' && currentStep() !== undefined;

let atNextStep: { readonly run: () => void; readonly first?: string } | undefined;

export function onNextStep(run: () => void): void {
  atNextStep = { run };
}

/** @param how `next`: Back leads to the previous step; `instead`: this step replaces the previous step */
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

export function isDoneWith(step: string | undefined): boolean {
  return /^(way|lost):|^(new-password|link-used|end)$/.test(step ?? '');
}

export function stepBack(to: string): boolean {
  const state: unknown = history.state;
  const isThere = typeof state === 'object' && state !== null && 'from' in state && state.from === to;
  if (isThere) history.back();
  return isThere;
}

export function whenTravelled(run: (step: string | undefined) => void): void {
  addEventListener('popstate', () => {
    travelling = true;
    run(currentStep());
  });
}

const site = (typeof document === 'undefined' ? '' : document.title).split(' · ').at(-1) ?? '';

export function titled(words: string): void {
  document.title = `${words} · ${site}`;
}
