import { button, type Child, fill, h, sentenceFor } from '@sallyport/pages/parts';
import { namesOfRole } from '../parts/names.ts';
import { readAt, recordOf, textsOf } from './document.ts';
import type { Draft } from './draft.ts';
import { checkGroup, memberField, type Offers } from './fields.ts';
import { administratorsOf, helpdesksOf } from './policy-roles.ts';
import { words } from './words.ts';

const PATH = ['administrators', 'helpdesk'] as const;
const RIGHTS = ['reset', 'vouch', 'unlock'] as const;

export function administratorFields(draft: Draft, offers: Offers): Child {
  const { helpdesk: says } = words.policy;
  const place = h('div', { class: 'stack' });
  const entries = (): readonly unknown[] => {
    const written = readAt(draft.policy(), PATH);
    return Array.isArray(written) ? written : [];
  };
  const put = (next: readonly unknown[]): void => draft.edit(PATH, next.length === 0 ? undefined : next);
  const change = (at: number, member: string, value: unknown): void =>
    put(entries().map((entry, place) => (place === at ? { ...recordOf(entry), [member]: value ?? [] } : entry)));

  function group(entry: unknown, at: number): HTMLElement {
    const { roles, over, may } = recordOf(entry);
    const names = (member: 'roles' | 'over', chosen: unknown): HTMLElement =>
      checkGroup({
        ...{ id: `helpdesk-${at}-${member}`, label: says[member], chosen: textsOf(chosen), options: offers.roles() },
        ...{ put: (value) => change(at, member, value), open: true, missing: says.missing[member], text: namesOfRole },
      });
    return h(
      'fieldset',
      { class: 'group stack', 'data-testid': `helpdesk-${at}` },
      h('legend', {}, says.title(at + 1)),
      names('roles', roles),
      names('over', over),
      checkGroup({
        ...{ id: `helpdesk-${at}-may`, label: says.may, chosen: textsOf(may), options: RIGHTS },
        ...{ put: (value) => change(at, 'may', value), text: rightText, missing: says.missing.may },
        about: (name) => sentenceFor(says.rightHints, name),
      }),
      button({
        label: says.remove(at + 1),
        testid: `remove-helpdesk-${at}`,
        look: 'plain',
        run: () => {
          put(entries().filter((_, place) => place !== at));
          draw();
        },
      }),
    );
  }

  function draw(): void {
    fill(place, entries().map(group));
    hideRefused();
  }

  /** A helpdesk helps no role of the administration. A chosen role stays, so that the person can take it out. */
  function hideRefused(): void {
    const { policy, people } = administratorsOf(draft.policy());
    const above = [...policy, ...people];
    const desks = helpdesksOf(draft.policy()).flatMap(({ roles }) => roles);
    const refused = { roles: above, over: [...above, ...desks] };
    for (const [member, names] of Object.entries(refused))
      for (const box of place.querySelectorAll<HTMLInputElement>(`[data-testid$="-${member}"] .chip input`)) {
        const chip = box.closest('label');
        if (chip !== null) chip.hidden = names.includes(box.value) && !box.checked;
      }
  }

  draw();
  place.addEventListener('change', hideRefused);
  const above = ['policy', 'people'].map((member) => memberField(draft, ['administrators', member], offers));
  for (const field of above) if (field instanceof HTMLElement) field.addEventListener('change', hideRefused);
  return [
    above,
    place,
    h('p', { class: 'hint' }, says.hint),
    button({
      label: says.add,
      testid: 'add-helpdesk',
      look: 'compact',
      run: () => {
        put([...entries(), { roles: [], over: [], may: ['reset'] }]);
        draw();
        place.lastElementChild?.querySelector<HTMLElement>('input')?.focus();
      },
    }),
  ];
}

function rightText(name: string): string {
  return sentenceFor(words.policy.helpdesk.rights, name) ?? name;
}
