import { h } from '@sallyport/pages/parts';
import { STEPS, type Step } from './built-in-strengths.ts';
import { strengthTitle } from './strengths.ts';
import { words } from './words.ts';

/** A scale of the four built-in strengths, as radio buttons. */
export interface Scale {
  readonly element: HTMLElement;
  /**
   * Shows a choice. The chosen step has the name `title`.
   *
   * @param chosen `undefined`: no step is chosen, because the strength is one of the policy's own
   * @param least the steps below are disabled, because everyone needs more
   */
  show(state: { readonly chosen: Step | undefined; readonly least: Step | undefined; readonly title: string }): void;
}

/**
 * @param id distinguishes the scale from the others of the page
 * @param who whose strength the scale is
 */
export function scale(id: string, who: string, onChoose: (step: Step) => void): Scale {
  const steps = STEPS.map((step) => {
    const input = h('input', {
      type: 'radio',
      name: `scale-${id}`,
      value: step,
      'data-testid': `strength-${id}-${step}`,
    });
    input.addEventListener('change', () => onChoose(step));
    const text = h('span', {}, strengthTitle(step));
    return {
      step,
      input,
      text,
      element: h('label', { class: 'step' }, input, text),
    };
  });
  return {
    element: h(
      'fieldset',
      { class: 'scale' },
      h('legend', { class: 'unseen' }, words.policy.table.strengthFor(who)),
      steps.map(({ element }) => element),
    ),
    show: ({ chosen, least, title }) => {
      const floor = least === undefined ? -1 : STEPS.indexOf(least);
      for (const [place, { step, input, text, element }] of steps.entries()) {
        input.checked = step === chosen;
        input.disabled = place < floor;
        element.title = input.disabled ? words.policy.belowEveryone : words.policy.stepHints[step];
        text.textContent = step === chosen ? title : strengthTitle(step);
      }
    },
  };
}
