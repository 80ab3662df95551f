import type { Wish } from './wishes.ts';

/** An organisation is founded. Needs no account, as every act on an organisation. */
export function toCreateOrganisation(): Wish {
  return { says: 'create an organisation', needsNoAccount: true, on: () => ({ type: 'create-organisation' }) };
}

/** The organisation is removed. */
export function toRemoveOrganisation(): Wish {
  return { says: 'remove the organisation', needsNoAccount: true, on: () => ({ type: 'remove-organisation' }) };
}

/** The owner takes up an invitation into an organisation. */
export function toJoinOrganisation(): Wish {
  return { says: 'join the organisation', on: () => ({ type: 'join-organisation' }) };
}

/** What an act on an organisation leaves. */
export interface LeavingOwners {
  /** No owner could enter the organisation any more. Default: false. */
  readonly strandsOwners?: boolean;
  /** Allowed all the same, to everybody but a member. Default: false. */
  readonly forced?: boolean;
}

/** The rule of the organisation is changed. */
export function toChangeOrganisation(more: LeavingOwners = {}): Wish {
  return {
    ...{ says: `change the organisation${inWords(more)}`, needsNoAccount: true },
    on: () => ({ type: 'change-organisation', ...left(more) }),
  };
}

/** An account gets these roles in the organisation. `were`: the roles before. Default: none, of a new member. */
export function toSetMember(
  roles: readonly string[],
  { were = [], ...more }: LeavingOwners & { readonly were?: readonly string[] } = {},
): Wish {
  return {
    ...{ says: `make a member with the roles ${roles.join(', ')}${inWords(more)}`, needsNoAccount: true },
    on: () => ({ type: 'set-member', roles, were, ...left(more) }),
  };
}

/** A member with these roles leaves the organisation. */
export function toRemoveMember(were: readonly string[] = [], more: LeavingOwners = {}): Wish {
  return {
    ...{ says: `remove a member with the roles ${were.join(', ')}${inWords(more)}`, needsNoAccount: true },
    on: () => ({ type: 'remove-member', were, ...left(more) }),
  };
}

function left({ strandsOwners = false, forced = false }: LeavingOwners): Required<LeavingOwners> {
  return { strandsOwners, forced };
}

function inWords({ forced = false }: LeavingOwners): string {
  return forced ? ', forced' : '';
}
