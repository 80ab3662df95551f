import { choice, textOf } from '../parts/controls.ts';
import { h } from '../parts/element.ts';
import { span, wayName } from '../parts/explain.ts';
import { roleName, sentenceFor } from '../parts/words.ts';
import type { Chosen, Offered } from './rule-draft.ts';
import { words } from './words.ts';

const { rule: says } = words.organisation;

const STRENGTHS: readonly string[] = ['baseline', 'enhanced', 'phishing-resistant'];
const ONLY = 'only';
const AGES: readonly string[] = ['15m', '1h', '4h', '8h', '12h', '24h'];

/** Milliseconds. */
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function ruleFields(chosen: Chosen, { methods, roles }: Offered): HTMLElement {
  const strength = choice({
    name: 'requiredStrength',
    label: says.strength,
    hint: says.strengthHint,
    options: optionsOf(STRENGTHS, chosen.requiredStrength, says.noStrength, strengthName),
  });
  const within = choice({
    name: 'proofsWithin',
    label: says.within,
    hint: says.withinHint,
    options: optionsOf(AGES, chosen.proofsWithin, says.noWithin, ageName),
  });
  const ofRoles = roles.map((role) =>
    choice({
      name: `role-${role}`,
      label: says.ofRole(roleName(role)),
      options: optionsOf(STRENGTHS, chosen.roles[role] ?? '', says.noMore, strengthName),
    }),
  );
  return h(
    'div',
    { class: 'stack' },
    strength,
    methods.length === 0 ? null : waysChoice(methods, chosen.methods),
    within,
    ofRoles,
  );
}

export function readChosen(values: FormData, { roles }: Offered): Chosen {
  return {
    requiredStrength: textOf(values, 'requiredStrength'),
    proofsWithin: textOf(values, 'proofsWithin'),
    methods: textOf(values, 'ways') === ONLY ? values.getAll('methods').map(String).toSorted() : undefined,
    roles: Object.fromEntries(roles.map((role) => [role, textOf(values, `role-${role}`)])),
  };
}

/** A value that the form does not offer, such as a strength of the policy's own, stays as an option. */
function optionsOf(
  offered: readonly string[],
  present: string,
  none: string,
  nameOf: (value: string) => string,
): readonly HTMLElement[] {
  const all = [...new Set(['', ...offered, present])];
  return all.map((value) => h('option', { value, selected: value === present }, value === '' ? none : nameOf(value)));
}

function strengthName(strength: string): string {
  return sentenceFor(says.strengths, strength) ?? strength;
}

function ageName(text: string): string {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  return count === undefined ? text : span(Number(count) * (UNITS[unit] ?? 0));
}

/** Ticking alone neither makes nor lifts a restriction. */
function waysChoice(methods: readonly string[], chosen: readonly string[] | undefined): HTMLElement {
  const boxes = h(
    'fieldset',
    { class: 'boxes nested', disabled: chosen === undefined },
    h('legend', { class: 'unseen' }, says.onlyWays),
    methods.map((method) =>
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'checkbox',
          name: 'methods',
          value: method,
          checked: chosen?.includes(method) === true,
          'data-testid': `method-${method}`,
        }),
        wayName(method),
      ),
    ),
  );
  const option = (value: string, label: string, checked: boolean): HTMLElement =>
    h(
      'label',
      { class: 'check' },
      h('input', {
        ...{ type: 'radio', name: 'ways', value, checked, 'data-testid': `ways-${value}` },
        onchange: () => {
          boxes.disabled = value !== ONLY;
        },
      }),
      label,
    );
  return h(
    'fieldset',
    { class: 'boxes' },
    h('legend', { class: 'label' }, says.ways),
    option('all', says.allWays, chosen === undefined),
    option(ONLY, says.onlyWays, chosen !== undefined),
    boxes,
  );
}
