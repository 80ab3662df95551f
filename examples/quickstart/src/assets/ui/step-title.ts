import { h } from './element.ts';

let steps = 0;

/**
 * The heading of a step. It names its stage as well: to a person who is moved to a field of the step, a screen reader says what the
 * step is before it says the field, once.
 */
export function stepTitle(stage: HTMLElement, text: string, testid?: string): HTMLHeadingElement {
  steps += 1;
  const id = `step-${steps}`;
  stage.setAttribute('role', 'group');
  stage.setAttribute('aria-labelledby', id);
  return h('h1', { id, tabindex: -1, 'data-testid': testid }, text);
}
