import type { AccountFacts, Policy } from '@sallyport/core';
import { kindKey, type ThreatAccount, targetsOfPreview } from './accounts.ts';
import { BUDGET, cellsOf } from './analyse-threats.ts';
import { compareThreats, type ThreatChange } from './compare-threats.ts';
import { type ThreatHost, type ThreatWorld, threatWorld } from './host.ts';
import type { Thief } from './thief.ts';
import { ordinaryThieves } from './thieves.ts';
import { ThreatMemory } from './threat-memory.ts';

/** A change of a policy, and the parts of the host that a thief can use. */
export interface ThreatPreviewOptions {
  /** The policy in force. */
  readonly from: Policy;
  /** The new policy. */
  readonly to: Policy;
  /** Default: the parts that each policy names. */
  readonly host?: ThreatHost | undefined;
  /** Default: the usual thieves of both policies. */
  readonly thieves?: readonly Thief[] | undefined;
  /** The greatest number of states for one cell. Default 6000. */
  readonly budget?: number | undefined;
  /** The searches of earlier analyses. Default: none. */
  readonly memory?: ThreatMemory | undefined;
}

/**
 * Compares the goals of every thief before and after a change of the policy. Both policies are analysed for the usual
 * accounts of the old and the new policy, and for accounts without a password, a directory password and an identity. The findings of
 * `analyseThreats` are not part of the answer.
 */
export function previewThreats(options: ThreatPreviewOptions): ThreatChange {
  const { budget = BUDGET, memory = new ThreatMemory(), from, to, host } = options;
  const known = [memory.of(from, host), memory.of(to, host)];
  const worlds = known.map(({ states }) => states.world);
  const accounts = targetsOfPreview(...worlds);
  const usual = [...new Map(worlds.flatMap(ordinaryThieves).map((thief) => [thief.id, thief])).values()];
  const { thieves = usual } = options;
  const [before, after] = known.map((each) => ({ cells: cellsOf(each, accounts, thieves, budget) }));
  return compareThreats(before ?? NO_CELLS, after ?? NO_CELLS);
}

const NO_CELLS = { cells: [] };

/** Counts accounts by their kind. */
export interface ThreatKinds {
  /** Adds an account to its kind. */
  count(account: AccountFacts): void;
  /** The number of counted accounts of a kind. */
  countOf(kind: ThreatAccount): number;
}

/**
 * Counts the real accounts for the rows of a preview. The kind of an account is the rule and the rights of its roles, a
 * source of sign-ins if there is one, and the strongest second factor. An account with a rule that no single role has is of no listed kind, and so is an
 * account without a source if nobody can help its owner in.
 */
export function threatKinds(options: Pick<ThreatPreviewOptions, 'from' | 'to' | 'host'>): ThreatKinds {
  const worlds = worldsOf(options);
  const counts = new Map<string, number>();
  return {
    count(account) {
      const key = kindKey(worlds, account);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    countOf: (kind) => counts.get(kindKey(worlds, kind)) ?? 0,
  };
}

function worldsOf({ from, to, host }: Pick<ThreatPreviewOptions, 'from' | 'to' | 'host'>): readonly ThreatWorld[] {
  return [threatWorld(from, host), threatWorld(to, host)];
}
