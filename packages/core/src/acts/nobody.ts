import type { AccountFacts } from '../strength/account-facts.ts';

export const NOBODY: AccountFacts = { roles: [], factors: { passkeys: [] } };
