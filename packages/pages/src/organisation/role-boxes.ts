import { isProblem } from '@sallyport/browser';
import { h } from '../parts/element.ts';
import { PageRefusal } from '../parts/page-refusal.ts';
import { roleName } from '../parts/words.ts';
import { words } from './words.ts';

const { members: says } = words.organisation;

export function roleBoxes(offered: readonly string[], had: readonly string[], legend: HTMLElement): HTMLElement {
  return h(
    'fieldset',
    { class: 'boxes' },
    legend,
    offered.map((role) =>
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'checkbox',
          name: 'roles',
          value: role,
          checked: had.includes(role),
          'data-testid': `member-role-${role}`,
        }),
        roleName(role),
      ),
    ),
  );
}

/** The policy of this tenant may have other roles than the policy in the code. */
export function unknownRole(thrown: unknown, roles: readonly string[]): PageRefusal | undefined {
  const [, place] = /^roles\.(\d+)$/.exec((isProblem(thrown) && thrown.errors?.[0]?.path) || '') ?? [];
  const role = roles[Number(place)];
  return role === undefined ? undefined : new PageRefusal(says.unknownRole(roleName(role)));
}
