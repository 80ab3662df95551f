import type { AccountEntry, PolicyDocument } from '@sallyport/browser';
import { h } from '@sallyport/pages/parts';
import { words } from '../words.ts';
import { recordOf, rolesKnown } from './policy-roles.ts';
import { levels } from './strength-switch.ts';

export interface RoleRules {
  readonly element: HTMLElement;
  /** Shows the requirements of the policy in the editor. Without a valid policy the choices are disabled. */
  show(policy: PolicyDocument | undefined): void;
}

/** The value for a rule in the text that is not among the choices. */
const OTHER = 'other';

/**
 * A row for each role, with the role's requirement beyond the requirement of all accounts.
 *
 * @param accounts the accounts whose roles are offered, in addition to the roles in the policy
 * @param onChoose `strength` is absent for “as everyone”; `byKey` is true for a choice by arrow key
 */
export function roleRules(
  accounts: readonly AccountEntry[],
  onChoose: (role: string, strength: string | undefined, byKey: boolean) => void,
): RoleRules {
  const rows = h('div', { class: 'stack' });
  const selects = new Map<string, HTMLSelectElement>();

  function row(role: string): HTMLElement {
    const id = `role-${selects.size}`;
    const select = h(
      'select',
      { id, 'data-testid': 'role-rule', 'data-role': role },
      h('option', { value: '' }, words.policy.roles.asEveryone),
      levels.map((level) => h('option', { value: level }, words.policy.levels[level].name)),
      h('option', { value: OTHER }, words.policy.roles.asInText),
    );
    select.addEventListener('change', () => {
      if (select.value !== OTHER) onChoose(role, select.value || undefined, select.matches(':focus-visible'));
    });
    selects.set(role, select);
    return h('div', { class: 'field' }, h('label', { for: id }, role), select);
  }

  return {
    element: h(
      'div',
      { class: 'card' },
      h(
        'fieldset',
        { class: 'roles', 'data-testid': 'role-rules' },
        h('legend', {}, words.policy.roles.title),
        h('p', { class: 'hint' }, words.policy.roles.hint),
        rows,
      ),
    ),
    show: (policy) => {
      const added = policy === undefined ? [] : rolesKnown(policy, accounts).filter((role) => !selects.has(role));
      // A row stays even if the text no longer names the role, because the person may have just changed this row.
      rows.append(...added.map(row));
      for (const [role, select] of selects) {
        select.disabled = policy === undefined;
        if (policy === undefined) continue;
        const { requiredStrength: asked } = recordOf(recordOf(policy['roles'])[role]);
        const chosen = asked === undefined ? '' : (levels.find((level) => level === asked) ?? OTHER);
        const other = select.options.item(select.options.length - 1);
        if (other !== null) other.hidden = chosen !== OTHER;
        select.value = chosen;
      }
    },
  };
}

/** The policy with another requirement for a role. The other members of the role's rule stay. */
export function withRoleRule(policy: PolicyDocument, role: string, strength: string | undefined): PolicyDocument {
  const { roles, ...others } = policy;
  const { [role]: rule, ...otherRoles } = recordOf(roles);
  const { requiredStrength: _, ...rest } = recordOf(rule);
  const next = strength === undefined ? rest : { requiredStrength: strength, ...rest };
  // An existing role keeps its place in the text.
  const all = Object.keys(next).length === 0 ? otherRoles : { ...recordOf(roles), [role]: next };
  if (Object.keys(all).length === 0) return others;
  return { ...policy, roles: all };
}
