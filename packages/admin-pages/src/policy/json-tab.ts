import { blame, forgive, h } from '@sallyport/pages/parts';
import { STEPS } from './built-in-strengths.ts';
import type { Draft } from './draft.ts';
import type { Part } from './roles-table.ts';
import { strengthTitle } from './strengths.ts';
import { words } from './words.ts';

export function jsonTab(draft: Draft): Part {
  const { json, stepHints } = words.policy;
  const fault = h('p', { class: 'error', 'data-testid': 'json-fault' });
  const text = h('textarea', {
    ...{ id: 'policy', spellcheck: 'false', autocapitalize: 'none', autocomplete: 'off' },
    ...{ 'data-testid': 'policy-json', 'aria-describedby': 'policy-about' },
  });
  text.addEventListener('input', () => draft.write(text.value));

  function show(): void {
    // The text that the person is typing stays.
    if (text.value !== draft.text()) text.value = draft.text();
    text.rows = Math.min(40, Math.max(12, draft.text().split('\n').length + 1));
    fault.textContent = draft.isJson() ? '' : json.notJson(faultyLine(draft.text()));
    if (draft.isJson()) forgive(text);
    else blame(text, fault);
  }

  show();
  return {
    element: h(
      'section',
      { class: 'card', 'aria-labelledby': 'h-json' },
      h(
        'div',
        { class: 'card-head' },
        h('h2', { id: 'h-json' }, h('label', { for: 'policy' }, json.title)),
        h('p', { id: 'policy-about' }, json.about),
      ),
      text,
      fault,
      h(
        'div',
        { class: 'hint', 'data-testid': 'strength-legend' },
        h('p', {}, json.inText),
        h(
          'ul',
          { class: 'plain' },
          STEPS.map((step) => h('li', {}, h('code', {}, step), `: ${strengthTitle(step)}. ${stepHints[step]}`)),
        ),
      ),
    ),
    show,
  };
}

function faultyLine(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (thrown) {
    const { message } = thrown as Error;
    const lineOf = (end: number | undefined): string => String(text.slice(0, end).split('\n').length);
    if (message.includes('end of')) return lineOf(undefined);
    const [, line] = /line (\d+)/.exec(message) ?? [];
    const [, position] = /position (\d+)/.exec(message) ?? [];
    return line ?? (position && lineOf(Number(position)));
  }
}
