import { h } from '../ui/element.ts';

const levels = [
  ['baseline', 'Baseline', 'Password and an email code will do. So will an app or a passkey.'],
  ['enhanced', 'Enhanced', 'No email codes. Everyone needs an authenticator app or a passkey.'],
] as const;

export interface StrengthSwitch {
  readonly element: HTMLElement;
  /** Shows what the policy in the editor says. */
  show(strength: unknown): void;
}

/** The one setting most people come for: what everyone must meet. */
export function strengthSwitch(onChoose: (strength: string) => void): StrengthSwitch {
  const options = levels.map(([value, name, text]) => {
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
        h('legend', {}, 'Required strength for everyone'),
        options.map(({ element }) => element),
      ),
      other,
    ),
    show: (strength) => {
      const current = strength ?? 'baseline';
      for (const { value, input } of options) input.checked = value === current;
      other.hidden = options.some(({ value }) => value === current);
      other.textContent = `The policy asks for ${String(current)}.`;
    },
  };
}
