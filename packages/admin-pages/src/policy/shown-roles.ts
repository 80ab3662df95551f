import { recordOf } from './document.ts';
import type { Draft } from './draft.ts';
import type { Offers } from './fields.ts';

export interface ShownRoles {
  add(role: string): void;
  roles(): readonly string[];
}

/** A role whose only rule goes keeps its row, because the person may be at work in it. A discard ends the rows that only the draft had. */
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
