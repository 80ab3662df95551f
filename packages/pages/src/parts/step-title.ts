import { h } from './element.ts';

let steps = 0;

/**
 * The heading of a step, which also labels its stage: when the focus moves to a field of the step, a screen reader reads the heading once
 * before the field.
 */
export function stepTitle(stage: HTMLElement, text: string, testid?: string): HTMLHeadingElement {
  steps += 1;
  const id = `step-${steps}`;
  stage.setAttribute('role', 'group');
  stage.setAttribute('aria-labelledby', id);
  return h('h1', { id, tabindex: -1, 'data-testid': testid }, text);
}
