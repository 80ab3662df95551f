import type { AccountFacts } from '../strength/account-facts.ts';

/** An account without roles and factors, the target of `create` and `change-policy`. */
export const NOBODY: AccountFacts = { roles: [], factors: { passkeys: [] } };
