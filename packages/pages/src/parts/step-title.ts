import { h } from './element.ts';

let steps = 0;

/** Also labels its stage: a screen reader reads the heading once before the field. */
export function stepTitle(stage: HTMLElement, text: string, testid?: string): HTMLHeadingElement {
  steps += 1;
  const id = `step-${steps}`;
  stage.setAttribute('role', 'group');
  stage.setAttribute('aria-labelledby', id);
  return h('h1', { id, tabindex: -1, 'data-testid': testid }, text);
}
