import type { AccountFacts } from '../strength/account-facts.ts';

/** An account without roles and factors. `judge` takes this account as the target if the question has no target. */
export const NOBODY: AccountFacts = { roles: [], factors: { passkeys: [] } };
