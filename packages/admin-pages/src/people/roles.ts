import type { AdminAccount, PolicyDocument } from '@sallyport/browser';
import { client, field, fill, h, listed, TakenBack, textOf, withStepUp } from '@sallyport/pages/parts';
import { nameOfWay } from '../parts/factors.ts';
import { namesOfRole } from '../parts/names.ts';
import { isAbove, rankOf, rolesKnown } from '../policy/policy-roles.ts';
import { meaningOf } from './role-meanings.ts';
import { words } from './words.ts';

const { actions: says } = words.administration;

interface RolesOfAccount {
  readonly hidesLegend?: boolean;
  /** Ends with a role of the administration. */
  readonly setUpByOthers?: readonly string[] | undefined;
  /** Nobody but the provider takes them away. */
  readonly given?: AdminAccount['givenRoles'] | undefined;
}

export interface RolesField {
  readonly element: HTMLElement;
  /** The roles come from the host's own system. */
  readonly isFixed: boolean;
  /** Without the roles that a provider gives. */
  readonly own: readonly string[];
  /** The start of their requirements, and the removals by a new role of administration. */
  applies(values: FormData): string;
  ends(values: FormData): boolean;
  isChanged(values: FormData): boolean;
  /** Throws `TakenBack` if a role is unknown and not confirmed. */
  read(values: FormData): readonly string[];
}

/** A role without a rule and without accounts is probably misspelt. */
export async function rolesField(
  name: string,
  roles: readonly string[],
  { hidesLegend = false, setUpByOthers = [], given = [] }: RolesOfAccount = {},
): Promise<RolesField> {
  const { known, policy, areFromHost, own } = await withStepUp(knownRoles);
  const givers = new Map(given.flatMap((one) => one.roles.map((role) => [role, one.name ?? one.provider] as const)));
  const ownRoles = roles.filter((role) => !givers.has(role));
  const isOutOfReach = (role: string): boolean => isAbove(policy, { roles: [role], emergency: false }, own);
  if (areFromHost) return fixedRoles(name, roles, policy, hidesLegend);
  const doubt = h('div', { class: 'stack', role: 'alert', hidden: true, 'data-testid': 'unknown-roles' });
  const box = h('input', { type: 'checkbox', 'data-testid': 'confirm-roles' });
  let doubted = '';

  const hintOf = (role: string): string => {
    const giver = givers.get(role);
    if (giver !== undefined) return says.roleFrom(giver);
    return isOutOfReach(role) ? says.roleOutOfReach : meaningOf(policy, role);
  };

  const chosen = (values: FormData): readonly string[] => [
    ...values.getAll(name).map(String),
    ...listOf(textOf(values, `${name}-others`)),
  ];

  function read(values: FormData): readonly string[] {
    const typed = chosen(values);
    const unknown = typed.filter((role) => !known.includes(role) && !roles.includes(role));
    const asked = unknown.join(', ');
    doubt.hidden = true;
    if (unknown.length === 0 || (box.checked && asked === doubted)) return [...new Set(typed)];
    box.checked = false;
    doubted = asked;
    doubt.hidden = false;
    fill(
      doubt,
      unknown.map((role) => h('p', { class: 'error' }, doubtOf(role, known))),
      h('label', { class: 'check' }, box, says.rolesAreRight(unknown.length)),
    );
    throw new TakenBack();
  }

  const others = field({
    name: `${name}-others`,
    label: says.otherRoles,
    hint: says.rolesHint,
    attributes: { autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' },
  });
  const boxes = h(
    'fieldset',
    { class: 'role-boxes', 'data-testid': name },
    h('legend', { class: hidesLegend ? 'unseen' : undefined }, words.administration.facts.roles),
    [...new Set([...known, ...roles])].map((role) =>
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'checkbox',
          name,
          value: role,
          checked: roles.includes(role),
          disabled: isOutOfReach(role) || givers.has(role),
          'data-testid': `${name}-${role}`,
        }),
        h('span', {}, namesOfRole(role), h('span', { class: 'hint' }, hintOf(role))),
      ),
    ),
    h(
      'details',
      { class: 'other-roles' },
      h('summary', { 'data-testid': `${name}-more` }, says.moreRoles),
      others,
      doubt,
    ),
  );
  const ends = (values: FormData): boolean =>
    setUpByOthers.length > 0 && rankOf(policy, [...givers.keys(), ...chosen(values)]) > rankOf(policy, roles);
  return {
    element: boxes,
    own: ownRoles,
    isFixed: false,
    applies: (values) => effectOf(policy, ends(values) ? setUpByOthers : []),
    ends,
    isChanged: (values) => {
      const [after, before] = [new Set(chosen(values)), new Set(ownRoles)];
      return after.size !== before.size || ownRoles.some((role) => !after.has(role));
    },
    read,
  };
}

function fixedRoles(name: string, roles: readonly string[], policy: PolicyDocument, hidesLegend: boolean): RolesField {
  const element = h(
    'div',
    { class: 'stack tight', 'data-testid': name },
    hidesLegend ? null : h('p', { class: 'label' }, words.administration.facts.roles),
    roles.length === 0
      ? null
      : h(
          'ul',
          { class: 'plain' },
          roles.map((role) =>
            h('li', {}, namesOfRole(role), h('span', { class: 'hint' }, ` ${meaningOf(policy, role)}`)),
          ),
        ),
    h('p', { class: 'hint' }, says.rolesFromHost),
  );
  return {
    element,
    own: roles,
    isFixed: true,
    applies: () => '',
    ends: () => false,
    isChanged: () => false,
    read: () => [],
  };
}

function doubtOf(role: string, known: readonly string[]): string {
  const near = known.find((one) => distance(one.toLowerCase(), role.toLowerCase()) <= 2);
  const said = says.unknownRole(role);
  return near === undefined ? said : `${said} ${words.people.didYouMean(near)}`;
}

interface KnownRoles {
  readonly policy: PolicyDocument;
  readonly known: readonly string[];
  readonly areFromHost: boolean;
  readonly own: readonly string[];
}

async function knownRoles(): Promise<KnownRoles> {
  const [{ policy }, { byRole, rolesFromHost }, { roles: own }] = await Promise.all([
    client.admin.policy.get(),
    client.admin.overview(),
    client.account.get(),
  ]);
  const given = byRole.flatMap(({ role }) => (role === '' ? [] : [role]));
  return { policy, known: rolesKnown(policy, [{ roles: given }]), areFromHost: rolesFromHost === true, own };
}

function effectOf(policy: PolicyDocument, ended: readonly string[]): string {
  const isLater = (policy['onTighten'] ?? 'next-sign-in') === 'next-sign-in';
  const starts = isLater ? says.rolesText.later : says.rolesText.now;
  const rest = ended.length === 0 ? says.rolesUntold : says.rolesRemove(listed(ended.map((way) => nameOfWay(way))));
  return `${starts} ${rest}`;
}

function listOf(text: string): string[] {
  return [...new Set(text.split(',').flatMap((part) => part.trim() || []))];
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [place, letter] of [...one].entries()) {
    const next = [place + 1];
    for (const [at, counterpart] of [...other].entries()) {
      const same = (row[at] ?? 0) + (letter === counterpart ? 0 : 1);
      next.push(Math.min(same, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
