import type { LoggedEvent } from '@sallyport/browser';
import { type Child, client, fill, h, locale } from '@sallyport/pages/parts';
import { findPerson, suggestPeople } from '../parts/find-person.ts';
import { eventName, idShownAs, type Names } from './events.ts';
import { actorText } from './feed.ts';
import { type ActivityFilter, isFiltered, personIn, withType } from './filter.ts';
import { KINDS, typesOf } from './kinds.ts';
import { localTime, minuteOf } from './local-time.ts';
import { words } from './words.ts';

export interface FilterForm {
  readonly element: HTMLElement;
  show(filter: ActivityFilter, names: Names, events: readonly LoggedEvent[]): void;
}

type OnChange = (change: Partial<ActivityFilter>) => void;

export function filterForm(onChange: OnChange): FilterForm {
  const { filter: says } = words.activity;
  const suggested = h('datalist', { id: 'activity-people' });
  const problem = h('p', { class: 'error', role: 'alert', 'data-testid': 'no-match' });
  const by = personField('actor', says.by, says.byHint);
  const to = personField('account', says.to, says.toHint);
  const from = timeField('from', says.from, onChange);
  const until = timeField('until', says.until, onChange);
  const order = h('p', { class: 'error', role: 'alert', 'data-testid': 'order' });
  const recent = h(
    'p',
    { class: 'recent' },
    ([1, 7] as const).map((days) => {
      const choice = h('button', { type: 'button', class: 'link', 'data-testid': `last-${days}` }, says.last[days]);
      choice.addEventListener('click', () => onChange({ from: daysBefore(days, Date.now()), until: undefined }));
      return choice;
    }),
  );
  const boxes = kindBoxes(onChange);
  const shown = { actor: '', account: '' };
  const single = h('div', { class: 'chips' });
  const types = typeChoice((type) => onChange(withType(current, type)));
  /** An answer to an earlier request leaves the typed text as it is. */
  const typedIn = new Set<HTMLInputElement>();
  let current: ActivityFilter = { kinds: [], types: [] };
  let listed: readonly LoggedEvent[] = [];
  const clear = h('button', { type: 'button', class: 'link', 'data-testid': 'clear-filter' }, says.clear);
  clear.addEventListener('click', () => {
    fill(problem);
    typedIn.clear();
    onChange({ account: undefined, actor: undefined, kinds: [], types: [], from: undefined, until: undefined });
  });

  function personField(
    member: 'account' | 'actor',
    label: string,
    hint: string,
  ): { readonly input: HTMLInputElement; readonly element: Child } {
    const id = `event-${member}`;
    const input = h('input', {
      'aria-describedby': `${id}-hint`,
      ...{
        id,
        type: 'text',
        autocomplete: 'off',
        list: 'activity-people',
        placeholder: says.anybody,
        'data-testid': id,
      },
    });
    input.addEventListener('input', () => {
      if (input.value === shown[member]) typedIn.delete(input);
      else typedIn.add(input);
      void suggestPeople(suggested, personIn(input.value));
    });
    input.addEventListener('change', () => void choose(member, input));
    const about = h('p', { class: 'hint', id: `${id}-hint` }, hint);
    return { input, element: h('div', { class: 'field' }, h('label', { for: id }, label), input, about) };
  }

  async function choose(member: 'account' | 'actor', input: HTMLInputElement): Promise<void> {
    fill(problem);
    const typed = personIn(input.value);
    const id =
      typed === ''
        ? undefined
        : ((await idOf(typed)) ??
          idShownAs(typed, listed) ??
          (member === 'actor' ? await authorNamed(typed) : undefined));
    // The person cleared the filter during the search, or typed on.
    if (!typedIn.has(input)) return;
    if (personIn(input.value) === typed) typedIn.delete(input);
    if (typed === '') return onChange({ [member]: undefined });
    if (id === undefined) {
      // The end of the form may be out of sight.
      input.closest('.field')?.after(problem);
      const whose = shown[member];
      fill(problem, `${says.unknown(typed)} ${whose === '' ? says.stillOfAll : says.stillOf(whose)}`);
    } else onChange({ [member]: id });
  }

  const form = h(
    'form',
    { class: 'card filters', role: 'search', 'aria-label': says.label },
    h('div', { class: 'filter-row' }, by.element, to.element, from.element, until.element, order, recent),
    h(
      'fieldset',
      { class: 'group kinds' },
      h('legend', { class: 'unseen' }, says.kind),
      h(
        'div',
        { class: 'chips' },
        boxes.map(({ element }) => element),
        types.element,
        single,
        clear,
      ),
    ),
    problem,
    suggested,
  );
  form.addEventListener('submit', (event) => event.preventDefault());

  return {
    element: form,
    show: (filter, names, events) => {
      current = filter;
      listed = events;
      const nameOf = (id: string | undefined): string =>
        id === undefined ? '' : (names.get(id) ?? actorText(id) ?? id);
      fill(problem);
      [shown.actor, shown.account] = [nameOf(filter.actor), nameOf(filter.account)];
      if (!typedIn.has(by.input)) by.input.value = shown.actor;
      if (!typedIn.has(to.input)) to.input.value = shown.account;
      // A new value would take away what the person has typed so far.
      if (document.activeElement !== from.input)
        from.input.value = filter.from === undefined ? '' : localTime(filter.from);
      if (document.activeElement !== until.input)
        until.input.value = filter.until === undefined ? '' : localTime(filter.until);
      const isReversed = (filter.from ?? -Infinity) > (filter.until ?? Infinity);
      fill(order, isReversed ? says.endsBefore : null);
      for (const { input } of boxes) input.checked = filter.kinds.some((kind) => kind === input.value);
      fill(
        single,
        filter.types.map((type) => typeChip(type, filter, onChange)),
      );
      types.show(filter.types.length > 0);
      clear.hidden = !isFiltered(filter);
    },
  };
}

function timeField(
  member: 'from' | 'until',
  label: string,
  onChange: OnChange,
): { readonly input: HTMLInputElement; readonly element: Child } {
  const id = `event-${member}`;
  const input = h('input', { id, type: 'datetime-local', lang: locale, 'data-testid': id });
  input.addEventListener('change', () => {
    const at = new Date(input.value).getTime();
    onChange({ [member]: Number.isNaN(at) ? undefined : at });
  });
  return { input, element: h('div', { class: 'field' }, h('label', { for: id }, label), input) };
}

function kindBoxes(onChange: OnChange): readonly { readonly input: HTMLInputElement; readonly element: HTMLElement }[] {
  const boxes = KINDS.map((kind) => {
    const input = h('input', { type: 'checkbox', value: kind, 'data-testid': `kind-${kind}` });
    input.addEventListener('change', () =>
      onChange({ kinds: KINDS.filter((_, place) => boxes[place]?.input.checked === true), types: [] }),
    );
    return { input, element: h('label', { class: 'chip' }, input, h('span', {}, words.activity.filter.kinds[kind])) };
  });
  return boxes;
}

function typeChoice(onChoose: (type: string) => void): {
  readonly element: HTMLElement;
  show(addsType: boolean): void;
} {
  const { kinds, single, another } = words.activity.filter;
  const label = h('option', { value: '' });
  const choice = h(
    'select',
    { 'data-testid': 'single-type' },
    label,
    KINDS.map((kind) =>
      h(
        'optgroup',
        { label: kinds[kind] },
        typesOf([kind]).map((type) => h('option', { value: type }, eventName(type))),
      ),
    ),
  );
  choice.addEventListener('change', () => {
    const { value } = choice;
    choice.value = '';
    if (value !== '') onChoose(value);
  });
  return {
    element: choice,
    show(addsType) {
      const told = addsType ? another : single;
      choice.setAttribute('aria-label', told);
      label.textContent = `${told}…`;
    },
  };
}

function typeChip(type: string, { types }: ActivityFilter, onChange: OnChange): HTMLElement {
  const input = h('input', { type: 'checkbox', checked: true, 'data-testid': `type-${type}` });
  input.addEventListener('change', () => onChange({ types: types.filter((other) => other !== type) }));
  return h('label', { class: 'chip' }, input, h('span', {}, eventName(type)));
}

/** An id, and an author that is no person, count as they are. */
async function idOf(typed: string): Promise<string | undefined> {
  if (actorText(typed) !== undefined || /^[\w-]{20,}$/.test(typed)) return typed;
  return findPerson(typed);
}

async function authorNamed(name: string): Promise<string | undefined> {
  for (const actor of [`host:${name}`, `provider:${name}`]) {
    const { events } = await client.admin.events({ actor });
    if (events.length > 0) return actor;
  }
  return undefined;
}

function daysBefore(days: number, now: number): number {
  return minuteOf(now) - days * 86_400_000;
}
