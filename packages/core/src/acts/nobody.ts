import type { AccountFacts } from '../requirements/account-facts.ts';

/** An account without roles and factors. `judge` judges `create` and `change-policy` on this account. */
export const NOBODY: AccountFacts = { roles: [], factors: { passkeys: [] } };
