import { actionForm, field, h, TakenBack, textOf } from '@sallyport/pages/parts';
import { STEPS } from './built-in-strengths.ts';
import { type Bench, type Row, rulesRow } from './rules-row.ts';
import type { ShownRoles } from './shown-roles.ts';
import { strengthTitle } from './strengths.ts';
import { words } from './words.ts';

export interface Headcount {
  readonly everyone: number;
  readonly blocked: number;
  readonly byRole: ReadonlyMap<string, number>;
}

export interface Part {
  readonly element: HTMLElement;
  show(): void;
}

export function rolesTable(bench: Bench, people: Headcount, shown: ShownRoles, onAdd?: () => void): Part {
  const { table } = words.policy;
  const body = h('tbody', {});
  const rows = new Map<string | undefined, Row>();
  const hatched = h('p', { class: 'note-line muted', 'data-testid': 'hatched' }, words.policy.hatched);

  function show(): void {
    const roles = [undefined, ...shown.roles()];
    for (const [role, { element }] of rows) {
      if (roles.includes(role)) continue;
      element.remove();
      rows.delete(role);
    }
    for (const role of roles) {
      if (rows.has(role)) continue;
      const count = role === undefined ? people.everyone : people.byRole.get(role);
      const row = rulesRow(bench, role, count);
      rows.set(role, row);
      body.append(row.element);
    }
    for (const row of rows.values()) row.show();
    // A reader who may not change the policy has every step disabled.
    hatched.hidden = body.querySelector('.step input[disabled]') === null;
  }

  const adding = h('details', { class: 'add-role' }, h('summary', {}, table.add));
  const form = actionForm({
    fields: field({
      name: 'new-role',
      label: table.roleName,
      hint: table.addHint,
      missing: table.nameMissing,
      attributes: { maxlength: 100, autocomplete: 'off' },
    }),
    submit: table.add,
    testid: 'add-role',
    run: async (values) => {
      const role = textOf(values, 'new-role').trim();
      if (role === '') throw new TakenBack();
      shown.add(role);
      show();
      onAdd?.();
      adding.open = false;
      form.reset();
      rows.get(role)?.focus();
    },
  });
  adding.append(form);

  show();
  return {
    element: h(
      'section',
      { class: 'card flush', 'aria-labelledby': 'h-rules' },
      h('div', { class: 'card-head' }, h('h2', { id: 'h-rules' }, table.title), h('p', {}, table.about)),
      h(
        'dl',
        { class: 'steps-legend', 'data-testid': 'steps-legend' },
        STEPS.map((step) => h('div', {}, h('dt', {}, strengthTitle(step)), h('dd', {}, words.policy.stepHints[step]))),
      ),
      h(
        'table',
        { class: 'strength' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col', class: 'who-col' }, table.role),
            h(
              'th',
              { scope: 'col', class: 'step-col' },
              h('span', { class: 'unseen' }, table.strength),
              h(
                'span',
                { class: 'steps-head', 'aria-hidden': 'true' },
                Object.values(words.policy.steps).map((step) => h('span', {}, step)),
              ),
            ),
            h('th', { scope: 'col', class: 'ways-col' }, table.ways),
            h('th', { scope: 'col' }, table.session),
          ),
        ),
        body,
      ),
      hatched,
      h('p', { class: 'note-line muted', 'data-testid': 'administering' }, table.administering),
      adding,
    ),
    show,
  };
}
