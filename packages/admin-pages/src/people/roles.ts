import type { Overview, PolicyDocument } from '@sallyport/browser';
import { capital, client, field, fill, h, TakenBack, textOf, withStepUp } from '@sallyport/pages/parts';
import { administratorsOf, recordOf } from '../policy/policy-roles.ts';
import { strengthDemand } from '../reasons-line.ts';
import { words } from '../words.ts';

const { actions: says } = words.administration;

export interface RolesField {
  readonly element: HTMLElement;
  /** The effect of new roles: the start of their requirements, and the removals by a role of administration. */
  readonly applies: string;
  /** The chosen roles. Shows a problem and throws `TakenBack` if a role is unknown and not confirmed. */
  read(values: FormData): readonly string[];
}

/**
 * A box for each role, and a field for other roles. A role without a rule and without accounts is probably misspelt, so the field asks for
 * confirmation.
 */
export async function rolesField(name: string, roles: readonly string[], hidesLegend = false): Promise<RolesField> {
  const { known, meanings, applies } = await withStepUp(knownRoles);
  const doubt = h('div', { class: 'stack', role: 'alert', hidden: true, 'data-testid': 'unknown-roles' });
  const box = h('input', { type: 'checkbox', 'data-testid': 'confirm-roles' });
  let doubted = '';

  function read(values: FormData): readonly string[] {
    const typed = [...values.getAll(name).map(String), ...listOf(textOf(values, `${name}-others`))];
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
          'data-testid': `${name}-${role}`,
        }),
        h('span', {}, role, meanings.has(role) ? h('span', { class: 'hint' }, meanings.get(role)) : null),
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
  return { element: boxes, applies, read };
}

function doubtOf(role: string, known: readonly string[]): string {
  const near = known.find((one) => distance(one.toLowerCase(), role.toLowerCase()) <= 2);
  const said = says.unknownRole(role);
  return near === undefined ? said : `${said} ${says.didYouMean(near)}`;
}

interface KnownRoles {
  readonly known: readonly string[];
  /** The meaning of each role that the policy names, by role. */
  readonly meanings: ReadonlyMap<string, string>;
  readonly applies: string;
}

async function knownRoles(): Promise<KnownRoles> {
  const [{ policy }, { byRole }] = await Promise.all([client.admin.policy.get(), client.admin.overview()]);
  const may = administratorsOf(policy);
  const known = namedRoles(policy, byRole);
  const rules = recordOf(policy['roles']);
  const meanings = known.flatMap((role): [string, string][] => {
    const administers = may.policy.includes(role)
      ? [says.roleMeans.policy]
      : may.people.includes(role)
        ? [says.roleMeans.people]
        : [];
    const { requiredStrength: strength } = recordOf(rules[role]);
    const means = [
      ...administers,
      ...(typeof strength === 'string' ? [says.roleMeans.asks(strengthDemand(strength))] : []),
    ];
    return means.length === 0 ? [] : [[role, capital(means.join(', '))]];
  });
  const isLater = (policy['onTighten'] ?? 'next-sign-in') === 'next-sign-in';
  const applies = isLater ? says.rolesText.later : says.rolesText.now;
  const areNamed = [...may.policy, ...may.people].length > 0;
  return { known, meanings: new Map(meanings), applies: areNamed ? `${applies} ${says.rolesRemove}` : applies };
}

/** The roles of the policy, and the roles of the accounts. */
function namedRoles(policy: PolicyDocument, byRole: Overview['byRole']): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  const given = byRole.flatMap(({ role }) => (role === '' ? [] : [role]));
  return [...new Set([...Object.keys(recordOf(policy['roles'])), ...ofPolicy, ...people, ...given])].toSorted();
}

/** Splits `a, b` into a list. */
function listOf(text: string): string[] {
  return [...new Set(text.split(',').flatMap((part) => part.trim() || []))];
}

/** The edit distance of two words: the number of inserted, deleted or replaced letters. */
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
