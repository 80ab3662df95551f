import { type AccountFacts, mayUse, type Policy, type Reach } from '@sallyport/core';

/**
 * A way to open an account's vault: a passkey of the account, a secret that the owner knows, or the host's emergency account.
 */
export type VaultWay = 'passkey' | 'secret' | 'emergency';

/** The number of vaults that a policy affects. */
export interface VaultsPreview {
  /**
   * Owners who could not open their vault alone: they cannot sign in, or have only passkeys and the policy allows no sign-in
   * by passkey.
   */
  readonly withoutWay: number;
  /**
   * Vaults without the emergency envelope that the policy requires. The owner is asked to add the envelope at the next
   * opening.
   */
  readonly withoutEmergency: number;
}

export function losesVault(
  policy: Policy,
  account: AccountFacts,
  impact: Reach['impact'],
  ways: readonly VaultWay[],
): boolean {
  if (ways.every((way) => way === 'emergency')) return false;
  if (impact === 'stranded') return true;
  return !ways.includes('secret') && !mayUse(policy, account, 'passkey');
}

export function lacksEmergency(policy: Policy, ways: readonly VaultWay[]): boolean {
  return policy.vaultEmergency === 'required' && !ways.includes('emergency');
}
