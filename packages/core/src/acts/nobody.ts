import type { AccountFacts } from '../strength/account-facts.ts';

/** An account without roles and factors. `judge` judges `create` and `change-policy` on this account. */
export const NOBODY: AccountFacts = { roles: [], factors: { passkeys: [] } };
