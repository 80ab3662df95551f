import { recordOf } from './document.ts';
import type { Draft } from './draft.ts';
import type { Offers } from './fields.ts';

/** The roles that have a row in the table of roles. */
export interface ShownRoles {
  /** Takes a role that the person typed. */
  add(role: string): void;
  roles(): readonly string[];
}

/**
 * The roles that the page knows, the roles that the person added to the table, and the roles that had a rule in the draft. A role whose only rule goes keeps its row, because the person
 * may be at work in the row. A discard of the draft ends the rows of the roles that only the draft had.
 */
export function shownRoles(draft: Draft, offers: Pick<Offers, 'roles'>): ShownRoles {
  const kept = new Set<string>();
  let before = draft.policy();
  return {
    add: (role) => void kept.add(role),
    roles: () => {
      const policy = draft.policy();
      if (policy !== before && policy === draft.base.policy) kept.clear();
      before = policy;
      for (const role of Object.keys(recordOf(policy['roles']))) kept.add(role);
      return [...new Set([...offers.roles(), ...kept])];
    },
  };
}
