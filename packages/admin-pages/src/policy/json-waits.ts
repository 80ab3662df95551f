import { h } from '@sallyport/pages/parts';
import type { Draft } from './draft.ts';
import type { Part } from './roles-table.ts';
import { words } from './words.ts';

export interface JsonWaits {
  readonly element: HTMLElement;
  /** A press of a rule would write the text anew, and the typed text would be lost. */
  show(rules: readonly Part[], isText: boolean): void;
}

export function jsonWaits(draft: Draft): JsonWaits {
  const about = words.policy.json.backToRules;
  const element = h('p', { class: 'note warn', hidden: true, 'data-testid': 'json-waits' }, about);
  return {
    element,
    show: (rules, isText) => {
      const isWaiting = !isText && !draft.isJson();
      element.hidden = !isWaiting;
      for (const rule of rules) rule.element.inert = isWaiting;
    },
  };
}
