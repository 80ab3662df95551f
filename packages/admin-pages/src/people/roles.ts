import { client, field, fill, h, TakenBack, textOf, withStepUp } from '@sallyport/pages/parts';
import { administratorsOf, recordOf, rolesKnown } from '../policy/policy-roles.ts';
import { strengthDemand } from '../reasons-line.ts';
import { words } from '../words.ts';

const { actions: says } = words.administration;

export interface RolesField {
  readonly element: HTMLElement;
  /** What new roles do: when their requirements take effect, and what a role of administration removes. */
  readonly applies: string;
  /** The typed roles. Shows a problem and throws `TakenBack` if a role is unknown and not confirmed. */
  read(values: FormData): readonly string[];
}

/** A field for roles. A role without a rule and without accounts is probably misspelt, so the field asks for confirmation. */
export async function rolesField(name: string, hint: string, roles: readonly string[]): Promise<RolesField> {
  const { known, meanings, applies } = await withStepUp(knownRoles);
  const doubt = h('div', { class: 'stack', role: 'alert', hidden: true, 'data-testid': 'unknown-roles' });
  const box = h('input', { type: 'checkbox', 'data-testid': 'confirm-roles' });
  let doubted = '';

  function read(values: FormData): readonly string[] {
    const typed = listOf(textOf(values, name));
    const unknown = typed.filter((role) => !known.includes(role));
    const asked = unknown.join(', ');
    doubt.hidden = true;
    if (unknown.length === 0 || (box.checked && asked === doubted)) return typed;
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

  const input = field({
    name,
    label: words.administration.facts.roles,
    hint: `${hint} ${says.knownRoles(known.join(', '))}`,
    attributes: { value: roles.join(', '), autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' },
  });
  return { element: h('div', { class: 'stack' }, input, meaningList(meanings), doubt), applies, read };
}

function doubtOf(role: string, known: readonly string[]): string {
  const near = known.find((one) => distance(one.toLowerCase(), role.toLowerCase()) <= 2);
  const said = says.unknownRole(role);
  return near === undefined ? said : `${said} ${says.didYouMean(near)}`;
}

interface KnownRoles {
  readonly known: readonly string[];
  /** The meaning of each role in the policy, one line for each role with a rule. */
  readonly meanings: readonly string[];
  readonly applies: string;
}

async function knownRoles(): Promise<KnownRoles> {
  const [{ policy }, { accounts }] = await Promise.all([client.admin.policy.get(), client.admin.accounts()]);
  const may = administratorsOf(policy);
  const known = rolesKnown(policy, accounts);
  const rules = recordOf(policy['roles']);
  const meanings = known.flatMap((role) => {
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
    return means.length === 0 ? [] : [`${role}: ${means.join(', ')}.`];
  });
  const isLater = (policy['onTighten'] ?? 'next-sign-in') === 'next-sign-in';
  const applies = isLater ? says.rolesText.later : says.rolesText.now;
  const areNamed = [...may.policy, ...may.people].length > 0;
  return { known, meanings, applies: areNamed ? `${applies} ${says.rolesRemove}` : applies };
}

function meaningList(meanings: readonly string[]): HTMLElement | null {
  if (meanings.length === 0) return null;
  return h(
    'div',
    { class: 'stack tight', 'data-testid': 'role-meanings' },
    meanings.map((line) => h('p', { class: 'hint' }, line)),
  );
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
