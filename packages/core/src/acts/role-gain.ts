import type { Administration } from '../policy/administers.ts';
import type { Policy } from '../policy/policy.ts';
import { highestAdministration } from './administration.ts';

/** The widest administration by the roles of one source: the account's own roles, or the roles from a provider or the directory. */
export interface RankFrom {
  /** Absent: the account's own roles. */
  readonly provider?: string;
  readonly rank: Administration;
}

/** The administration by each source of an account's roles. A source without administration is left out. */
export function ranksFrom(
  policy: Policy,
  sources: readonly { readonly provider?: string; readonly roles: readonly string[] }[],
): readonly RankFrom[] {
  return sources.flatMap(({ roles, ...source }) => {
    const rank = highestAdministration(policy, roles);
    return rank === undefined ? [] : [{ ...source, rank }];
  });
}

/** The administration by the own roles, or by the roles from a provider. */
export function rankOf(ranks: readonly RankFrom[], from: string | undefined): Administration | undefined {
  return ranks.find(({ provider }) => provider === from)?.rank;
}

/** True if a rank contains another rank: policy administrators administer people too, and people administrators do what a helpdesk does. */
export function covers(rank: Administration | undefined, other: Administration): boolean {
  return rank === 'policy' || rank === other || (rank === 'people' && other === 'helpdesk');
}

/**
 * The sources of roles for which the account loses what others set up. Each source counts alone, because a provider's roles count only in
 * sessions with its identity. The clearing for own roles also holds for the same rank from a provider. After the clearing for a role of the
 * policy, people administrators set up nothing, so that a provider's role of people or of a helpdesk clears nothing until the role of the policy ends.
 *
 * @param cleared the administration for which the account was cleared
 * @param present the administration by the account's present roles
 */
export function gainedRanks(cleared: readonly RankFrom[], present: readonly RankFrom[]): readonly RankFrom[] {
  const isBelow = ({ provider, rank }: RankFrom): boolean =>
    provider !== undefined && rank !== 'policy' && cleared.some((mark) => mark.rank === 'policy');
  return present.filter(
    (source) =>
      !isBelow(source) && ![source.provider, undefined].some((from) => covers(rankOf(cleared, from), source.rank)),
  );
}
