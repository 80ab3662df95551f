import type { Policy } from '../../policy/policy.ts';
import type { Reach } from '../../reach/reach.ts';
import { requirementsOf } from '../../requirements/requirements-of.ts';
import type { AccountFacts } from '../../strength/account-facts.ts';
import { methodBit } from '../../strength/method.ts';

/** How an account's vault can be opened: by a passkey that it has, by a secret that its owner knows, by the host's emergency account. */
export type VaultWay = 'passkey' | 'secret' | 'emergency';

/** Accounts whose vaults a policy touches. */
export interface VaultsPreview {
  /** Their owners could not open them by themselves: they could not sign in, or have passkeys alone that no longer sign in. */
  readonly withoutWay: number;
  /** They lack the emergency envelope that the policy requires: their owners are asked for it at the next opening. */
  readonly withoutEmergency: number;
}

/** Whether a policy leaves an owner, who has a way into a vault of their own, without one. */
export function losesVault(
  policy: Policy,
  account: AccountFacts,
  impact: Reach['impact'],
  ways: readonly VaultWay[],
): boolean {
  if (ways.every((way) => way === 'emergency')) return false;
  if (impact === 'stranded') return true;
  return !ways.includes('secret') && (requirementsOf(policy, account).rule.methods & methodBit('passkey')) === 0;
}

export function lacksEmergency(policy: Policy, ways: readonly VaultWay[]): boolean {
  return policy.document.vault?.emergency === 'required' && !ways.includes('emergency');
}
