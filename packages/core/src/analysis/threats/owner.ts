import { administers, wornRoles } from '../../acts/administration.ts';
import { administratorsDemand, meetsDemand, ownersDemand } from '../../acts/recent-proof.ts';
import { evaluate } from '../../decision/evaluate.ts';
import { ownersHands, type ThreatAccount, targetOf } from './accounts.ts';
import type { ThreatWorld } from './host.ts';
import { proofsIn, type Shown, shownBy } from './shown.ts';
import { factsOf } from './target.ts';

/** What the owner of an account can prove by showing everything, with the least that each provider says. */
export interface OwnerRow {
  readonly account: ThreatAccount;
  /** Whether the owner signs in, or is asked to set something up first. */
  readonly signsIn: 'granted' | 'enrolls' | 'never';
  /** Whether the owner proves what a change of own factors takes. */
  readonly hasRecentProof: boolean;
  /** Whether the owner proves what administration takes, or is asked to set up what is missing. Absent: the account does not administer. */
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
    hasRecentProof: meetsDemand(policy, facts, evidence, now, ownersDemand(policy, facts)),
  } as const;
  const worn = wornRoles(facts, evidence);
  if (!administers(policy, worn, 'people')) return row;
  const demand = administratorsDemand(policy, facts);
  const decision = evaluate(policy, { account: facts, evidence, now, demand, local: true });
  return { ...row, administers: decision.outcome === 'granted' || decision.outcome === 'enrollment-required' };
}

/** The same proof, where a provider says neither a class nor methods. */
function leastSaid(shown: Shown): Shown {
  const { proof } = shown;
  if (proof.method !== 'sso') return shown;
  const { acr: _, amr: __, ...rest } = proof;
  return { ...shown, proof: { ...rest, at: proof.at } };
}
