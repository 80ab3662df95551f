import { h } from '../ui/element.ts';
import { strengthName } from '../ui/reasons.ts';
import { words } from '../ui/words.ts';

const levels = ['baseline', 'enhanced'] as const;

export interface StrengthSwitch {
  readonly element: HTMLElement;
  /** Shows what the policy in the editor says. */
  show(strength: unknown): void;
}

/** The one setting most people come for: what everyone must meet. */
export function strengthSwitch(onChoose: (strength: string) => void): StrengthSwitch {
  const options = levels.map((value) => {
    const { name, text } = words.policy.levels[value];
    const input = h('input', { type: 'radio', name: 'strength', value, 'data-testid': `strength-${value}` });
    input.addEventListener('change', () => onChoose(value));
    return { value, input, element: h('label', { class: 'option' }, input, h('strong', {}, name), text) };
  });
  const other = h('p', { class: 'hint', hidden: true });
  return {
    element: h(
      'div',
      { class: 'card stack' },
      h(
        'fieldset',
        { class: 'switch' },
        h('legend', {}, words.policy.required),
        options.map(({ element }) => element),
      ),
      other,
    ),
    show: (strength) => {
      const current = strength ?? 'baseline';
      for (const { value, input } of options) input.checked = value === current;
      other.hidden = options.some(({ value }) => value === current);
      other.textContent = words.policy.otherLevel(strengthName(String(current)));
    },
  };
}
