import { h } from '@sallyport/pages/parts';
import { STEPS, type Step } from './built-in-strengths.ts';
import { strengthTitle } from './strengths.ts';
import { words } from './words.ts';

export interface Scale {
  readonly element: HTMLElement;
  /**
   * @param chosen `undefined`: a strength of the policy's own
   * @param least the steps below are disabled, because everyone needs more
   */
  show(state: { readonly chosen: Step | undefined; readonly least: Step | undefined; readonly title: string }): void;
}

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
