import { button } from './controls.ts';
import { fill, h } from './element.ts';
import { leadOn } from './leaving.ts';
import { isFormUnsent } from './location.ts';
import { stepTitle } from './step-title.ts';
import { currentStep, stepShown } from './steps.ts';
import { words } from './words.ts';

const STEP = 'unsent';

export function unsentNote(): string | undefined {
  return isFormUnsent() ? words.signIn.unsent.before : undefined;
}

export function isUnsentShown(): boolean {
  return isFormUnsent() && currentStep() === STEP;
}

export function showUnsent(stage: HTMLElement, then: string): boolean {
  if (!isFormUnsent()) return false;
  const says = words.signIn.unsent;
  stepShown(STEP, says.title, 'instead');
  const title = stepTitle(stage, says.title, 'unsent');
  const back = button({
    label: says.back,
    testid: 'unsent-back',
    look: 'primary wide',
    run: () => location.replace(then),
  });
  fill(stage, h('header', {}, title, h('p', {}, says.text)), back);
  title.focus();
  return true;
}

export function goOnTo(stage: HTMLElement, then: string): void {
  if (!showUnsent(stage, then)) void leadOn(then);
}
