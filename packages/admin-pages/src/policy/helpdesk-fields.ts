import { button, type Child, fill, h, sentenceFor } from '@sallyport/pages/parts';
import { readAt, recordOf, textsOf } from './document.ts';
import type { Draft } from './draft.ts';
import { checkGroup, type Offers } from './fields.ts';
import { words } from './words.ts';

const PATH = ['administrators', 'helpdesk'] as const;

/** The acts that a help desk may do. */
const ACTS = ['reset', 'vouch', 'unlock'] as const;

/** The help desks: who may do which acts for whom. */
export function helpdeskFields(draft: Draft, offers: Offers): Child {
  const { helpdesk } = words.policy;
  const place = h('div', { class: 'stack' });
  const desks = (): readonly Readonly<Record<string, unknown>>[] => {
    const written = readAt(draft.policy(), PATH);
    return (Array.isArray(written) ? written : []).map(recordOf);
  };
  const put = (next: readonly unknown[]): void => draft.edit(PATH, next.length === 0 ? undefined : next);

  function desk(entry: Readonly<Record<string, unknown>>, at: number): HTMLElement {
    const group = (member: 'roles' | 'over' | 'may'): HTMLElement =>
      checkGroup({
        id: `helpdesk-${at}-${member}`,
        label: helpdesk[member],
        chosen: textsOf(entry[member]),
        options: member === 'may' ? ACTS : offers.roles(),
        open: member !== 'may',
        text: (name) => (member === 'may' ? (sentenceFor(helpdesk.acts, name) ?? name) : name),
        put: (value) => put(desks().map((old, place) => (place === at ? { ...old, [member]: value ?? [] } : old))),
      });
    return h(
      'fieldset',
      { class: 'group stack', 'data-testid': `helpdesk-${at}` },
      h('legend', {}, helpdesk.one(at + 1)),
      group('roles'),
      group('over'),
      group('may'),
      button({
        label: helpdesk.remove,
        testid: `remove-helpdesk-${at}`,
        look: 'plain danger',
        run: () => {
          put(desks().filter((_, place) => place !== at));
          draw();
        },
      }),
    );
  }

  function draw(): void {
    fill(place, desks().map(desk));
  }

  draw();
  return [
    place,
    button({
      label: helpdesk.add,
      testid: 'add-helpdesk',
      look: 'compact',
      run: () => {
        put([...desks(), { roles: [], over: [], may: ['unlock'] }]);
        draw();
      },
    }),
  ];
}
