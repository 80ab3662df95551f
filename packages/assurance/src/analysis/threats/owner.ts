import { administers, administratorsDemand, evaluate, meetsDemand, ownersDemand, wornRoles } from '@sallyport/core';
import { ownersHands, type ThreatAccount, targetOf } from './accounts.ts';
import type { ThreatWorld } from './host.ts';
import { proofsIn, type Shown, shownBy } from './shown.ts';
import { factsOf } from './target.ts';

/** The owner's proofs, if the owner shows every factor and each provider states no class and no method. */
export interface OwnerRow {
  /** The kind of account. */
  readonly account: ThreatAccount;
  /** The sign-in is granted, or the owner has to set up a factor first, or the owner never signs in. */
  readonly signsIn: 'granted' | 'enrolls' | 'never';
  /** The owner's proofs are enough for a change of own factors. */
  readonly hasRecentProof: boolean;
  /** The owner's proofs are enough for administration, or the owner may set up the missing factor. Absent: the account does not administer. */
  readonly administers?: boolean;
}

export function ownerRow(world: ThreatWorld, account: ThreatAccount): OwnerRow {
  const { policy, now } = world;
  const target = targetOf(account);
  const facts = factsOf(target);
  const evidence = proofsIn(shownBy(world, ownersHands(target), target).map(leastSaid));
  const { outcome } = evaluate(policy, { account: facts, evidence, now, local: true });
  const row = {
    account,
    signsIn: outcome === 'granted' ? 'granted' : outcome === 'enrollment-required' ? 'enrolls' : 'never',
    hasRecentProof: meetsDemand(policy, { account: facts, evidence, now }, ownersDemand(policy, facts)),
  } as const;
  const worn = wornRoles(policy, facts, evidence, now);
  if (!administers(policy, worn, 'helpdesk')) return row;
  const demand = administratorsDemand(policy, facts);
  const decision = evaluate(policy, { account: facts, evidence, now, demand, local: true });
  return { ...row, administers: decision.outcome === 'granted' || decision.outcome === 'enrollment-required' };
}

function leastSaid(shown: Shown): Shown {
  const { proof } = shown;
  if (proof.method !== 'sso') return shown;
  const { acr: _, amr: __, ...rest } = proof;
  return { ...shown, proof: { ...rest, at: proof.at } };
}
