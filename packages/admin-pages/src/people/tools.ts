import type { AccountPage } from '@sallyport/browser';
import { client, fill, h, here, withStepUp } from '@sallyport/pages/parts';
import { factorName } from '../parts/factors.ts';
import { icon } from '../parts/frame.ts';
import { roleText } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { noteUrgent } from '../parts/urgent.ts';
import { addressOf, type Filter, risks, sorts, states } from './filter.ts';
import { words } from './words.ts';

const { people: says } = words;

export interface Tools {
  readonly element: HTMLElement;
  show(filter: Filter, counts: AccountPage['counts'] | undefined): void;
  count(counts: AccountPage['counts']): void;
  focus(): void;
}

const factors = ['passkey', 'totp', 'sso', 'ldap', 'email-code', 'password'] as const;

const STRONGEST = 'strongest:';

/** A finding of the policy has no people. */
const isOfPeople = (risk: (typeof risks)[number]): boolean => risk !== 'policy-finding';

const strongestName = (factor: string): string =>
  factor === 'none' ? factorName(factor) : says.strongest(factorName(factor));

export function tools(go: (filter: Filter, isTyping?: boolean) => void): Tools {
  let now: Filter = { sort: '-lastSignInAt' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const search = h('input', {
    id: 'search',
    type: 'search',
    placeholder: says.search,
    autocomplete: 'off',
    maxlength: 256,
    'data-testid': 'search',
  });
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => go({ ...now, query: search.value.trim() || undefined, cursor: undefined }, true), 250);
  });
  const select = (id: string, label: string): readonly [HTMLElement, HTMLSelectElement] => {
    const list = h('select', { id, 'data-testid': id });
    return [h('div', { class: 'tool' }, h('label', { class: 'unseen', for: id }, label), list), list];
  };
  const [roleTool, role] = select('filter-role', says.role);
  const [factorTool, factor] = select('filter-factor', says.factor);
  const [riskTool, riskChoice] = select('filter-risk', says.risk);
  const [sortTool, sort] = select('sort', says.sort);
  role.addEventListener('change', () => {
    go({ ...now, role: role.value === ANY ? undefined : role.value.slice(1), cursor: undefined });
  });
  factor.addEventListener('change', () => {
    const isStrongest = factor.value.startsWith(STRONGEST);
    const name = factor.value.slice(isStrongest ? STRONGEST.length : 0) || undefined;
    const chosen = isStrongest ? { strongest: name, factor: undefined } : { strongest: undefined, factor: name };
    go({ ...now, ...chosen, cursor: undefined });
  });
  riskChoice.addEventListener('change', () => {
    go({ ...now, risk: risks.find((each) => each === riskChoice.value), cursor: undefined });
  });
  sort.addEventListener('change', () => {
    go({ ...now, sort: sorts.find((each) => each === sort.value) ?? now.sort, cursor: undefined });
  });
  fill(
    sort,
    sorts.map((value) => h('option', { value }, says.sorts[value])),
  );
  const filters = h('nav', { class: 'state-filters', 'aria-label': says.byState, 'data-testid': 'filters' });
  const overlap = h('p', { class: 'hint', 'data-testid': 'overlap', id: 'state-overlap' }, says.overlap);
  filters.setAttribute('aria-describedby', overlap.id);
  const risk = h('div', { class: 'risk-filter' });

  let roles: readonly string[] = [];
  void rolesOfTenant().then((found) => {
    roles = found;
    showSelects();
  });

  function showSelects(): void {
    const known = now.role === undefined || roles.includes(now.role) ? roles : [...roles, now.role];
    // A helpdesk does not read the roles of the tenant.
    roleTool.hidden = known.length === 0;
    options(role, [[ANY, says.anyRole], ...known.map((one) => [`=${one}`, roleText(one)] as const)], roleValue());
    const ways: readonly string[] =
      now.factor === undefined || factors.some((one) => one === now.factor) ? factors : [...factors, now.factor];
    // The overview links to one strongest factor. `none`: accounts without a factor.
    const strongest = [...new Set(['none', ...(now.strongest === undefined ? [] : [now.strongest])])];
    options(
      factor,
      [
        ['', says.anyFactor],
        ...ways.map((one) => [one, factorName(one)] as const),
        ...strongest.map((one) => [STRONGEST + one, strongestName(one)] as const),
      ],
      now.strongest === undefined ? (now.factor ?? '') : STRONGEST + now.strongest,
    );
    // A helpdesk does not read the risks.
    riskTool.hidden = roleTool.hidden;
    options(
      riskChoice,
      [['', says.anyRisk], ...risks.filter(isOfPeople).map((one) => [one, words.risks.names[one]] as const)],
      now.risk ?? '',
    );
    sort.value = now.sort;
  }

  const roleValue = (): string => (now.role === undefined ? ANY : `=${now.role}`);

  return {
    element: h(
      'div',
      { class: 'stack' },
      filters,
      overlap,
      h(
        'form',
        { class: 'tools', role: 'search', onsubmit: (event) => event.preventDefault() },
        h(
          'div',
          { class: 'tool search' },
          icon('search'),
          h('label', { class: 'unseen', for: 'search' }, says.search),
          search,
        ),
        roleTool,
        factorTool,
        riskTool,
        sortTool,
      ),
      risk,
    ),
    show(filter, counts) {
      now = filter;
      if (document.activeElement !== search) search.value = filter.query ?? '';
      showSelects();
      // Nobody looks for a sum without numbers, or in the list of one state.
      overlap.hidden =
        counts === undefined || filter.state !== undefined || counts.locked + counts.blocked + counts.invited === 0;
      fill(
        filters,
        states.map((state) => {
          const to = { ...filter, state, cursor: undefined };
          const isNow = (filter.state ?? 'all') === state;
          const link = h(
            'a',
            { href: addressOf(to), 'aria-current': isNow ? 'true' : undefined, 'data-testid': `state-${state}` },
            says.states[state],
            counts === undefined ? null : [' ', h('b', {}, counted(counts[state]))],
          );
          return steered(link, () => go(to));
        }),
      );
      const without = { ...filter, risk: undefined, cursor: undefined };
      fill(
        risk,
        filter.risk === undefined
          ? null
          : steered(
              h(
                'a',
                { class: 'filter-chip', href: addressOf(without), 'data-testid': 'risk-filter' },
                words.risks.names[filter.risk],
                icon('cross', 's'),
                h('span', { class: 'unseen' }, says.removeFilter),
              ),
              () => go(without),
            ),
        filter.risk === undefined
          ? null
          : h(
              'p',
              { class: 'hint' },
              words.risks.why[filter.risk],
              ' ',
              h('a', { href: here('/admin/risks') }, says.toRisks),
            ),
      );
    },
    count(counts) {
      for (const [place, number] of filters.querySelectorAll('b').entries()) {
        const state = states[place];
        if (state !== undefined) number.textContent = counted(counts[state]);
      }
    },
    focus: () => search.focus(),
  };
}

/** Every other value is a role after `=`, because a role can be empty. */
const ANY = '';

/** A click for a new tab stays the browser's. */
export function steered(link: HTMLAnchorElement, go: () => void): HTMLAnchorElement {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go();
  });
  return link;
}

function options(list: HTMLSelectElement, entries: readonly (readonly [string, string])[], chosen: string): void {
  fill(
    list,
    entries.map(([value, label]) => h('option', { value, selected: value === chosen }, label)),
  );
  list.value = chosen;
}

async function rolesOfTenant(): Promise<readonly string[]> {
  try {
    const { byRole, urgent } = await withStepUp(() => client.admin.overview());
    noteUrgent(urgent);
    return byRole.map(({ role }) => role);
  } catch {
    return [];
  }
}
