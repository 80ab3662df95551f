import { button, type Child, fill, h, wayName } from '@sallyport/pages/parts';
import { namesOfProvider } from '../parts/names.ts';
import { readAt, recordOf, textsOf } from './document.ts';
import type { Draft } from './draft.ts';
import { describe, type Offers, textsIn } from './fields.ts';
import { adder, without } from './provider-fields.ts';
import { words } from './words.ts';

type Pattern = Readonly<Record<string, unknown>>;

const METHODS = ['password', 'passkey', 'sso', 'ldap', 'totp', 'email-code', 'backup-code'] as const;
const FLAGS = ['userVerified', 'deviceBound', 'attested'] as const;
const LISTS: Readonly<Record<string, readonly string[]>> = { passkey: ['aaguid'], sso: ['acr', 'amr'] };

export function definitionFields(draft: Draft, offers: Offers): Child {
  const { cards, definition: says } = words.policy;
  const place = h('div', { class: 'stack' });

  const combinationsOf = (name: string): readonly (readonly Pattern[])[] => {
    const { anyOf } = recordOf(readAt(draft.policy(), ['strengths', name]));
    return (Array.isArray(anyOf) ? anyOf : []).map((combination: unknown) =>
      (Array.isArray(combination) ? combination : []).map(recordOf),
    );
  };
  const put = (name: string, next: readonly (readonly Pattern[])[]): void => {
    const filled = next.filter((combination) => combination.length > 0);
    draft.edit(['strengths', name], filled.length === 0 ? undefined : { anyOf: filled });
  };

  function strength(name: string): HTMLElement {
    const combinations = combinationsOf(name);
    const replace = (at: number, next: readonly Pattern[]): void =>
      put(
        name,
        combinationsOf(name).map((combination, place) => (place === at ? next : combination)),
      );
    return h(
      'fieldset',
      { class: 'group stack', 'data-testid': `definition-${name}` },
      h('legend', {}, name),
      combinations.map((combination, at) => [
        at === 0 ? null : h('p', { class: 'or' }, says.orElse),
        h(
          'div',
          { class: 'combination stack' },
          combination.map((pattern, which) =>
            proof(`${name}-${at}-${which}`, pattern, (next, redraw) => {
              const present = combinationsOf(name)[at] ?? [];
              replace(
                at,
                next === undefined
                  ? present.filter((_, place) => place !== which)
                  : present.map((old, place) => (place === which ? next : old)),
              );
              if (redraw) draw();
            }),
          ),
          button({
            label: says.addProof,
            testid: `add-proof-${name}-${at}`,
            look: 'compact',
            run: () => {
              replace(at, [...(combinationsOf(name)[at] ?? []), { method: 'totp' }]);
              draw();
            },
          }),
        ),
      ]),
      button({
        label: says.addCombination,
        testid: `add-combination-${name}`,
        look: 'compact',
        run: () => {
          put(name, [...combinationsOf(name), [{ method: 'passkey' }]]);
          draw();
        },
      }),
      button({
        label: cards.removeOne(name),
        testid: `remove-strength-${name}`,
        look: 'plain danger',
        run: () => {
          draft.edit(['strengths', name], undefined);
          draw();
        },
      }),
    );
  }

  /** `change` with `undefined` removes the proof. */
  function proof(
    id: string,
    pattern: Pattern,
    change: (next: Pattern | undefined, redraw: boolean) => void,
  ): HTMLElement {
    const method = String(pattern['method']);
    const options = [...new Set<string>([...METHODS, method])];
    let now: Pattern = pattern;
    const merge = (members: Pattern): void => {
      now = without({ ...now, ...members });
      change(now, false);
    };
    const select = h(
      'select',
      { 'aria-label': says.proof, 'data-testid': `proof-${id}` },
      options.map((value) => h('option', { value }, wayName(value))),
    );
    select.value = method;
    select.addEventListener('change', () => change({ method: select.value }, true));
    return h(
      'div',
      { class: 'entry-fields' },
      select,
      method === 'passkey'
        ? h(
            'div',
            { class: 'explained' },
            FLAGS.map((flag) => flagBox(flag, pattern[flag] === true, (on) => merge({ [flag]: on || undefined }))),
          )
        : null,
      method === 'sso' ? providerSelect(id, pattern['provider'], (name) => merge({ provider: name })) : null,
      (LISTS[method] ?? []).map((member) =>
        listInput(`${id}-${member}`, member, textsOf(pattern[member]), (list) => merge({ [member]: list })),
      ),
      button({
        label: words.policy.trust.remove,
        testid: `remove-proof-${id}`,
        look: 'plain',
        run: () => change(undefined, true),
      }),
    );
  }

  function flagBox(flag: (typeof FLAGS)[number], on: boolean, put: (on: boolean) => void): HTMLElement {
    const input = h('input', { type: 'checkbox', checked: on });
    input.addEventListener('change', () => put(input.checked));
    const about = h('small', { class: 'hint' }, says.flagHints[flag]);
    return h('label', { class: 'check' }, input, h('span', {}, says.flags[flag], about));
  }

  function providerSelect(id: string, value: unknown, put: (name: string | undefined) => void): HTMLElement {
    const names = [...new Set([...offers.providers(), ...(typeof value === 'string' ? [value] : [])])];
    const select = h(
      'select',
      { 'aria-label': cards.provider, 'data-testid': `provider-of-${id}` },
      h('option', { value: '' }, says.anyProvider),
      names.map((name) => h('option', { value: name }, namesOfProvider(name))),
    );
    select.value = typeof value === 'string' ? value : '';
    select.addEventListener('change', () => put(select.value === '' ? undefined : select.value));
    return select;
  }

  function listInput(
    id: string,
    member: string,
    value: readonly string[],
    put: (list: readonly string[] | undefined) => void,
  ): HTMLElement {
    const input = h('input', { id, value: value.join(', '), autocomplete: 'off' });
    input.addEventListener('input', () => put(textsIn(input.value)));
    const list = member as keyof typeof says.lists;
    const about = h('p', { class: 'hint', id: `${id}-hint` }, says.listHints[list]);
    describe(input, about);
    return h('div', { class: 'field' }, h('label', { for: id }, says.lists[list]), input, about);
  }

  function draw(): void {
    fill(place, Object.keys(recordOf(draft.policy()['strengths'])).map(strength));
  }

  draw();
  return [
    place,
    adder('new-strength', cards.strengthName, cards.addStrength, (name) => {
      draft.edit(['strengths', name], { anyOf: [[{ method: 'passkey', userVerified: true }]] });
      draw();
    }),
  ];
}
