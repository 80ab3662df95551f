import { button, type Child, fill, h } from '@sallyport/pages/parts';
import { namesOfProvider } from '../parts/names.ts';
import { ownStrengths, STEPS } from './built-in-strengths.ts';
import { isEqual, readAt, recordOf, textsOf } from './document.ts';
import type { Draft } from './draft.ts';
import { refuseField } from './fault-words.ts';
import { describe, memberField, type Offers, textsIn } from './fields.ts';
import { strengthTitle } from './strengths.ts';
import { words } from './words.ts';

export function providerFields(draft: Draft, offers: Offers, added: Set<string>): Child {
  const { cards } = words.policy;
  const place = h('div', { class: 'stack' });
  const draw = (): void => {
    const written = Object.keys(recordOf(draft.policy()['providers']));
    const names = [...new Set([...offers.providers(), ...written, ...added])];
    fill(place, names.length === 0 ? h('p', { class: 'hint' }, cards.noProvider) : names.map((name) => provider(name)));
  };
  const provider = (name: string): HTMLElement =>
    h(
      'fieldset',
      { class: 'group stack', 'data-testid': `provider-${name}` },
      h('legend', {}, namesOfProvider(name)),
      trustFields(draft, name),
      memberField(draft, ['providers', name, 'mailDomains'], offers),
      memberField(draft, ['providers', name, 'createAccounts'], offers),
      memberField(draft, ['providers', name, 'mailFollows'], offers),
    );
  draw();
  if (offers.lacksProviders() && added.size === 0)
    return h('p', { class: 'hint', 'data-testid': 'no-provider' }, cards.siteHasNoProvider);
  return [
    memberField(draft, ['preferSso'], offers),
    place,
    memberField(draft, ['providerStrengthWithin'], offers),
    adder('new-provider', cards.provider, cards.addProvider, (name) => {
      added.add(name);
      draw();
    }),
  ];
}

function trustFields(draft: Draft, name: string): HTMLElement {
  const { trust } = words.policy;
  const path = ['providers', name, 'trust'];
  const place = h('div', { class: 'stack' });
  const entries = (): readonly unknown[] => {
    const written = readAt(draft.policy(), path);
    return Array.isArray(written) ? written : [];
  };
  const put = (next: readonly unknown[]): void => draft.edit(path, next.length === 0 ? undefined : next);
  const change = (at: number, members: Readonly<Record<string, unknown>>): void =>
    put(entries().map((entry, place) => (place === at ? without({ ...recordOf(entry), ...members }) : entry)));

  function row(entry: unknown, at: number): HTMLElement {
    const { acr, amr, strength } = recordOf(entry);
    const id = (member: string): string => `trust-${name}-${at}-${member}`;
    const select = h(
      'select',
      { id: id('strength') },
      [...new Set([...STEPS, ...ownStrengths(draft.policy()), String(strength)])].map((value) =>
        h('option', { value }, strengthTitle(value)),
      ),
    );
    select.value = String(strength);
    select.addEventListener('change', () => change(at, { strength: select.value }));
    const text = (member: 'acr' | 'amr', value: string): HTMLElement => {
      const input = h('input', { id: id(member), value, autocomplete: 'off' });
      input.addEventListener('input', () => {
        const typed = input.value.trim();
        change(at, { [member]: member === 'amr' ? textsIn(typed) : typed === '' ? undefined : typed });
      });
      const about = h('p', { class: 'hint', id: `${id(member)}-hint` }, words.policy.definition.listHints[member]);
      describe(input, about);
      return h('div', { class: 'field' }, h('label', { for: id(member) }, trust[member]), input, about);
    };
    return h(
      'div',
      { class: 'entry-fields' },
      h('div', { class: 'field' }, h('label', { for: id('strength') }, trust.strength), select),
      text('acr', typeof acr === 'string' ? acr : ''),
      text('amr', textsOf(amr).join(', ')),
      button({
        label: trust.remove,
        testid: `remove-trust-${name}-${at}`,
        look: 'plain',
        run: () => {
          put(entries().filter((_, place) => place !== at));
          draw();
        },
      }),
    );
  }

  function draw(): void {
    fill(place, entries().map(row));
  }

  draw();
  const add = button({
    label: trust.add,
    testid: `add-trust-${name}`,
    look: 'compact',
    run: () => {
      put([...entries(), { strength: 'baseline' }]);
      draw();
    },
  });
  return h('div', { class: 'stack' }, place, add);
}

export function without(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && !isEqual(value, [])));
}

export function adder(id: string, label: string, add: string, run: (name: string) => void): HTMLElement {
  const input = h('input', { id, autocomplete: 'off', maxlength: 100, 'data-testid': id });
  const take = (): void => {
    const name = input.value.trim();
    if (name === '') {
      refuseField(input, words.policy.cards.nameMissing);
      return;
    }
    input.value = '';
    run(name);
  };
  input.addEventListener('keydown', (event) => {
    if (!/^enter$/i.test(event.key)) return;
    event.preventDefault();
    take();
  });
  return h(
    'div',
    { class: 'adder' },
    h('div', { class: 'field' }, h('label', { for: id }, label), input),
    button({ label: add, testid: `${id}-add`, look: 'compact', run: take }),
  );
}
