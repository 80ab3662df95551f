import type { Overview } from '@sallyport/browser';
import { fill, h } from '@sallyport/pages/parts';
import { bar } from '../charts/columns.ts';
import { card } from '../parts/card.ts';
import { peoplePage, quietLink, roleText } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { words } from '../words.ts';
import { GROUPS } from './meets.ts';

const { groups, roles: says } = words.overview;

type Role = Overview['byRole'][number];

const FIRST = 8;

let roles: readonly Role[] = [];

let isWhole = false;

/** A table. A later drawing shows all roles if the person asked for all. */
export function rolesCard({ byRole, accounts }: Pick<Overview, 'byRole' | 'accounts'>): HTMLElement {
  const body = h('tbody', {});
  const sum = (role: Role): number => role.meets + role.mustEnroll + role.noWayIn;
  roles = byRole.filter((role) => sum(role) > 0);
  const show = (shown: readonly Role[]): void =>
    fill(
      body,
      shown.map((role) => row(role, sum(role))),
    );
  show(isWhole ? roles : roles.slice(0, FIRST));
  const all = h(
    'button',
    { type: 'button', class: 'link small-text', 'data-testid': 'all-roles' },
    says.all(roles.length),
  );
  all.addEventListener('click', () => {
    isWhole = true;
    show(roles);
    body.querySelectorAll('tr')[FIRST]?.querySelector('a')?.focus();
    all.parentElement?.remove();
  });
  return card({
    title: says.title,
    testid: 'roles',
    look: 'flush roles-card w7',
    content:
      roles.length === 0
        ? h('p', { class: 'nothing' }, says.none)
        : [
            h(
              'table',
              { class: 'roles-chart' },
              h(
                'thead',
                {},
                h(
                  'tr',
                  {},
                  h('th', { scope: 'col' }, h('span', { class: 'unseen' }, says.role)),
                  h('th', { scope: 'col' }, h('span', { class: 'unseen' }, says.bar)),
                  GROUPS.map(({ group, tone }) =>
                    h('th', { scope: 'col', class: 'num' }, h('span', { class: `key ${tone}` }), groups[group]),
                  ),
                ),
              ),
              body,
            ),
            roles.length > FIRST && !isWhole ? h('div', { class: 'more-roles' }, all) : null,
            roles.reduce((counted, role) => counted + sum(role), 0) > accounts
              ? h('p', { class: 'hint several-roles' }, says.several)
              : null,
          ],
  });
}

function row(role: Role, whole: number): HTMLElement {
  return h(
    'tr',
    { 'data-role': role.role },
    h('th', { scope: 'row' }, quietLink(peoplePage({ role: role.role }), roleText(role.role))),
    h(
      'td',
      { class: 'draw' },
      bar(
        GROUPS.map(({ group, tone }) => ({ value: role[group], tone })),
        whole,
        10,
      ),
    ),
    GROUPS.map(({ group }) => h('td', { class: 'num' }, numberOf(role, group))),
  );
}

function numberOf(role: Role, group: (typeof GROUPS)[number]['group']): HTMLElement {
  const number =
    role[group] === 0
      ? h('span', { class: 'muted' }, 0)
      : quietLink(peoplePage({ role: role.role, state: group }), counted(role[group]));
  number.dataset['label'] = groups[group];
  return number;
}
