import { type Child, fill, h, sentenceFor } from '@sallyport/pages/parts';
import { namesOfProvider } from '../parts/names.ts';
import { isEqual, type Path, readAt, recordOf, textsOf, writeAt } from './document.ts';
import type { Draft } from './draft.ts';
import { asciiDomain, shownDomain } from './mail-domains.ts';
import { type Member, type MemberKey, memberAt } from './members.ts';
import { memberTitle, valueText } from './rule-words.ts';
import { words } from './words.ts';

export interface Offers {
  roles(): readonly string[];
  providers(): readonly string[];
  /** Neither the app nor the policy has a provider. */
  lacksProviders(): boolean;
  ways(): readonly string[];
}

export function memberField(draft: Draft, path: Path, offers: Offers): Child {
  const known = memberAt(path);
  if (known === undefined) return null;
  const { key, member } = known;
  const value = readAt(draft.policy(), path);
  const put = (next: unknown): void => draft.edit(path, asWritten(draft, path, next, member.fallback));
  const id = path.join('.');
  const about = hintFor(draft, path, id);
  const labelled = (control: HTMLElement): HTMLElement => {
    if (about !== null) describe(control, about);
    return h('div', { class: 'field' }, h('label', { for: id }, memberTitle(path)), control, about);
  };
  switch (member.kind) {
    case 'number':
      return labelled(numberInput(id, value, { placeholder: placeholderOf(member.fallback) }, put));
    case 'time':
      return labelled(timeInput(id, memberTitle(path), value, member, put));
    case 'texts': {
      const input = h('input', { id, 'data-testid': id, value: textsOf(value).join(', ') });
      input.addEventListener('input', () => put(textsIn(input.value)));
      return labelled(input);
    }
    case 'domains': {
      const input = h('input', { id, 'data-testid': id, value: textsOf(value).map(shownDomain).join(', ') });
      input.addEventListener('input', () => put(textsIn(input.value)?.map(asciiDomain)));
      return labelled(input);
    }
    case 'choice':
      return labelled(choiceInput(id, path, key, value ?? member.fallback, put));
    case 'flag':
      return flagField(id, path, value === true, put);
    case 'roles':
      return checkGroup({
        id,
        label: memberTitle(path),
        chosen: textsOf(value),
        options: offers.roles(),
        put,
        open: true,
      });
    case 'provider':
      return labelled(providerInput(id, value, offers.providers(), put));
    case 'tightening':
      return tighteningFields(draft, path);
    case 'dormant':
      // The policy has one treatment of unused accounts.
      return labelled(
        timeInput(id, memberTitle(path), recordOf(value)['after'], member, (after) =>
          put(after === undefined ? undefined : { after, then: 'block' }),
        ),
      );
    default:
      return null;
  }
}

function hintFor(draft: Draft, path: Path, id: string): HTMLElement | null {
  const known = memberAt(path);
  if (known === undefined) return null;
  const { key, member } = known;
  const { hint } = words.policy.members[key];
  const isEmptyable = ['time', 'number', 'dormant'].includes(member.kind) && member.fallback === undefined;
  const sentences = [...(hint === undefined ? [] : [hint]), ...(isEmptyable ? [ifEmpty(draft, path)] : [])];
  return sentences.length === 0 ? null : h('p', { class: 'hint', id: `${id}-hint` }, sentences.join(' '));
}

export function ifEmpty(draft: Draft, path: Path): string {
  return words.policy.ifEmpty(valueText(path, undefined, writeAt(draft.policy(), path, undefined)));
}

export function describe(control: HTMLElement, { id }: HTMLElement): void {
  const described = control.matches('input, select') ? control : control.querySelector('input, select');
  described?.setAttribute('aria-describedby', id);
}

/** A default stays absent, unless the policy in force states it. */
function asWritten(draft: Draft, path: Path, next: unknown, fallback: unknown): unknown {
  if (next === undefined || !isEqual(next, fallback)) return next;
  return isEqual(readAt(draft.base.policy, path), fallback) ? next : undefined;
}

function placeholderOf(fallback: unknown): string | undefined {
  return fallback === undefined ? undefined : String(fallback);
}

/** The server refuses a text that is no number. */
export function numberInput(
  id: string,
  value: unknown,
  attributes: Readonly<Record<string, string | undefined>>,
  put: (value: unknown) => void,
): HTMLInputElement {
  const input = h('input', {
    ...{ id, inputmode: 'decimal', autocomplete: 'off', 'data-testid': id, class: 'few' },
    value: value === undefined ? '' : String(value),
    ...attributes,
  });
  input.addEventListener('input', () => {
    const text = input.value.trim();
    put(text === '' ? undefined : /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text);
  });
  return input;
}

/** An empty number is an absent member. */
export function timeInput(
  id: string,
  label: string,
  value: unknown,
  { fallback, unit: unitIfEmpty = 'm' }: Pick<Member, 'fallback' | 'unit'>,
  put: (value: unknown) => void,
): HTMLElement {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(String(value ?? '')) ?? [];
  const [, byDefault = '', unitByDefault = unitIfEmpty] = /^(\d+)([smhd])$/.exec(String(fallback ?? '')) ?? [];
  const number = h('input', {
    ...{ id, inputmode: 'numeric', autocomplete: 'off', 'data-testid': id, class: 'few', placeholder: byDefault },
    value: count ?? (typeof value === 'string' ? value : ''),
  });
  const units = h(
    'select',
    { 'aria-label': words.policy.cards.unit(label), 'data-testid': `${id}-unit` },
    Object.entries(words.policy.cards.units).map(([name, text]) => h('option', { value: name }, text)),
  );
  units.value = unit ?? unitByDefault;
  const changed = (): void => {
    const text = number.value.trim();
    put(text === '' ? undefined : /^\d+$/.test(text) ? `${Number(text)}${units.value}` : text);
  };
  number.addEventListener('input', changed);
  // A unit without a number changes no rule yet, and a new drawing would forget it.
  units.addEventListener('change', () => {
    if (number.value.trim() !== '') changed();
  });
  return h('div', { class: 'with-unit' }, number, units);
}

function choiceInput(
  id: string,
  path: Path,
  key: MemberKey,
  value: unknown,
  put: (value: unknown) => void,
): HTMLElement {
  const { options = [] } = memberAt(path)?.member ?? {};
  const select = h(
    'select',
    { id, 'data-testid': id },
    options.map((option) =>
      h(
        'option',
        { value: String(option) },
        sentenceFor(words.policy.members[key].options ?? {}, String(option)) ?? String(option),
      ),
    ),
  );
  select.value = String(value);
  // `allow` is the absence of `passwords.breached`.
  select.addEventListener('change', () =>
    put(select.value === 'allow' ? undefined : options.find((option) => String(option) === select.value)),
  );
  return select;
}

function flagField(id: string, path: Path, on: boolean, put: (value: unknown) => void): HTMLElement {
  const input = h('input', { type: 'checkbox', id, 'data-testid': id, checked: on });
  input.addEventListener('change', () => put(input.checked));
  return h('label', { class: 'check' }, input, h('span', {}, memberTitle(path)));
}

function providerInput(
  id: string,
  value: unknown,
  providers: readonly string[],
  put: (value: unknown) => void,
): HTMLElement {
  const names = [...new Set([...providers, ...(typeof value === 'string' ? [value] : [])])];
  const select = h(
    'select',
    { id, 'data-testid': id },
    h('option', { value: '' }, words.policy.members.preferSso.none),
    names.map((name) => h('option', { value: name }, namesOfProvider(name))),
  );
  select.value = typeof value === 'string' ? value : '';
  select.addEventListener('change', () => put(select.value === '' ? undefined : select.value));
  return select;
}

/**
 * An empty list is an absent member.
 * - `open`: the person may add a name.
 * - `about`: explains a name.
 * - `missing`: shown while a list that needs a name is empty.
 */
export function checkGroup({
  id,
  label,
  chosen,
  options,
  put,
  open = false,
  text = (name) => name,
  about,
  missing,
}: {
  readonly id: string;
  readonly label: string;
  readonly chosen: readonly string[];
  readonly options: readonly string[];
  readonly put: (value: unknown) => void;
  readonly open?: boolean;
  readonly text?: (name: string) => string;
  readonly about?: (name: string) => string | undefined;
  readonly missing?: string;
}): HTMLElement {
  const chips = h('div', { class: about === undefined ? 'chips' : 'explained' });
  const now = new Set(chosen);
  const isMissing = missing === undefined ? null : h('p', { class: 'hint', id: `${id}-missing` }, missing);
  const changed = (): void => {
    if (isMissing !== null) isMissing.hidden = now.size > 0;
  };
  const add = (name: string): void => {
    const input = h('input', { type: 'checkbox', value: name, checked: now.has(name), 'data-testid': `${id}-${name}` });
    input.addEventListener('change', () => {
      if (input.checked) now.add(name);
      else now.delete(name);
      changed();
      put(now.size === 0 ? undefined : [...now]);
    });
    const hint = about?.(name);
    chips.append(
      hint === undefined
        ? h('label', { class: 'chip' }, input, h('span', {}, text(name)))
        : h('label', { class: 'check' }, input, h('span', {}, text(name), h('small', { class: 'hint' }, hint))),
    );
  };
  for (const name of new Set([...options, ...chosen])) add(name);
  const other = h('input', {
    class: 'other',
    'aria-label': `${words.policy.cards.otherRole}: ${label}`,
    placeholder: words.policy.cards.otherRole,
  });
  other.addEventListener('change', () => {
    const name = other.value.trim();
    if (name === '') return;
    now.add(name);
    add(name);
    other.value = '';
    changed();
    put([...now]);
  });
  changed();
  return h(
    'fieldset',
    { class: 'group', 'data-testid': id, 'aria-describedby': isMissing?.id },
    ...[h('legend', {}, label), isMissing, chips, open ? other : null],
  );
}

function tighteningFields(draft: Draft, path: Path): Child {
  const { now, hints, order, after, afterHint } = words.policy.tightening;
  const value = readAt(draft.policy(), path) ?? 'next-sign-in';
  const { after: grace, then } = recordOf(value);
  const act = h(
    'select',
    { id: 'onTighten', 'data-testid': 'onTighten', 'aria-describedby': 'onTighten-hint' },
    Object.entries(now).map(([name, text]) => h('option', { value: name }, text)),
  );
  act.value = String(typeof value === 'string' ? value : then);
  let later: unknown = grace;
  const hold = h('p', { class: 'hint' }, afterHint);
  const time = timeInput('onTighten.after', after, grace, { unit: 'd' }, (next) => {
    later = next;
    changed();
  });
  const field = h('div', { class: 'field' }, h('label', { for: 'onTighten.after' }, after), time, hold);
  const about = h('p', { class: 'hint', id: 'onTighten-hint' });
  const explain = (): void => fill(about, `${sentenceFor(hints, act.value) ?? ''} ${order}`);
  const changed = (): void => {
    explain();
    field.hidden = act.value === 'next-sign-in';
    const chosen = act.value === 'next-sign-in' || later === undefined ? act.value : { after: later, then: act.value };
    draft.edit(path, asWritten(draft, path, chosen, 'next-sign-in'));
  };
  field.hidden = act.value === 'next-sign-in';
  explain();
  act.addEventListener('change', changed);
  return [h('div', { class: 'field' }, h('label', { for: 'onTighten' }, memberTitle(path)), act, about), field];
}

export function textsIn(text: string): readonly string[] | undefined {
  const names = text
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 ? undefined : [...new Set(names)];
}

export function shown(draft: Draft, path: Path): string {
  return valueText(path, readAt(draft.policy(), path), draft.policy());
}
