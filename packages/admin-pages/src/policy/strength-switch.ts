import type { PolicyDocument } from '@sallyport/browser';
import { h } from '@sallyport/pages/parts';
import { strengthName } from '../reasons-line.ts';
import { words } from '../words.ts';
import { secondsOf, spanOf } from './duration.ts';

/** The strengths that a person can choose without editing the policy's text. */
export const levels = ['baseline', 'enhanced'] as const;

export interface StrengthSwitch {
  readonly element: HTMLElement;
  /** Shows the strength of the policy in the editor. */
  show(policy: PolicyDocument | undefined): void;
  focus(): void;
}

/**
 * The most used setting: the requirement of all accounts.
 *
 * @param onChoose `byKey` is true for a choice by arrow key; the focus then stays on the cards
 */
export function strengthSwitch(onChoose: (strength: string, byKey: boolean) => void): StrengthSwitch {
  const options = levels.map((value) => {
    const { name, text } = words.policy.levels[value];
    const input = h('input', { type: 'radio', name: 'strength', value, 'data-testid': `strength-${value}` });
    input.addEventListener('change', () => onChoose(value, input.matches(':focus-visible')));
    const lasts = h('span', { class: 'lasts', 'data-testid': `lasts-${value}` });
    return {
      value,
      input,
      lasts,
      element: h('label', { class: 'option' }, input, h('strong', {}, name), text, ' ', lasts),
    };
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
    focus: () => (options.find(({ input }) => input.checked) ?? options[0])?.input.focus(),
    show: (policy) => {
      const current = policy?.['requiredStrength'] ?? 'baseline';
      for (const { value, input, lasts } of options) {
        input.checked = value === current;
        lasts.textContent = sessionLength(value, policy);
      }
      other.hidden = options.some(({ value }) => value === current);
      other.textContent = words.policy.otherLevel(strengthName(String(current)));
    },
  };
}

/** The defaults of core's `sessionLimits`. */
const DEFAULTS = {
  baseline: { absolute: '30d', idle: '30d' },
  enhanced: { absolute: '24h', idle: '1h' },
} as const;

/** A sentence about how long people stay signed in at a strength. A role with a stronger requirement has shorter limits. */
function sessionLength(strength: keyof typeof DEFAULTS, policy: PolicyDocument | undefined): string {
  const { absolute, idle }: { readonly absolute?: unknown; readonly idle?: unknown } = Object(policy?.['session']);
  const longest = String(absolute ?? DEFAULTS[strength].absolute);
  const silent = String(idle ?? DEFAULTS[strength].idle);
  return secondsOf(silent) < secondsOf(longest)
    ? words.policy.lastsInUse(spanOf(longest), spanOf(silent))
    : words.policy.lasts(spanOf(longest));
}
