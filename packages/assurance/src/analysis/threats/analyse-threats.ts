import type { Policy } from '@sallyport/core';
import { helpdeskRoles } from '@sallyport/core/model';
import type { Severity } from '../findings/finding.ts';
import { ordinaryTargets, type ThreatAccount, targetOf } from './accounts.ts';
import { cellOf, type ThreatCell } from './cell.ts';
import { findByCell } from './find-by-cell.ts';
import { type Further, type FurtherAsked, findBegunBefore, findCreated, findPromotions } from './find-by-search.ts';
import { findPhished } from './find-phished.ts';
import type { ThreatFinding } from './finding.ts';
import type { ThreatHost, ThreatWorld } from './host.ts';
import { type OwnerRow, ownerRow } from './owner.ts';
import {
  type HelpdeskHeld,
  helpdeskWith,
  type PeopleAdministrator,
  peopleAdministrator,
} from './people-administrator.ts';
import type { Thief } from './thief.ts';
import { ordinaryThieves, pairsOf } from './thieves.ts';
import { type KnownWorld, knownWorld, ThreatMemory } from './threat-memory.ts';
import { accountText, anAccount } from './words.ts';

/** The options of the analysis. Defaults are read from the policy. */
export interface ThreatOptions {
  /** Default: the providers, codes and vault that the policy names. */
  readonly host?: ThreatHost;
  /** Default: the usual thieves under this policy. */
  readonly thieves?: readonly Thief[];
  /** Default: the usual kinds of account under this policy. */
  readonly accounts?: readonly ThreatAccount[];
  /** Analyses every two thieves together too. Default: false. */
  readonly pairs?: boolean;
  /** The greatest number of states for one cell. Default 6000. */
  readonly budget?: number;
  /** The searches of earlier analyses. Default: none. */
  readonly memory?: ThreatMemory;
}

/** The cells, the findings, and the proofs that owners can give. */
export interface ThreatAnalysis {
  /** Every thief on every kind of account that has the stolen things. */
  readonly cells: readonly ThreatCell[];
  /** The graver findings first. */
  readonly findings: readonly ThreatFinding[];
  /** A row for each kind of account. */
  readonly owner: readonly OwnerRow[];
  /** The cells where the budget ended the search. */
  readonly undecided: readonly ThreatCell[];
  /** The account of the people administrator whose session a thief can hold. Absent: no role administers people only. */
  readonly administrator?: PeopleAdministrator;
  /** The accounts of the helpdesks whose sessions a thief can hold, by the roles of the policy's helpdesks. */
  readonly helpdesks: readonly HelpdeskHeld[];
}

export const BUDGET = 6000;

/**
 * Finds the goals of each thief under a policy, with the shortest chain of steps to each goal. The search asks `evaluate`, `enrollmentGate` and
 * `judge`, and has no rule of proof of its own.
 */
export function analyseThreats(policy: Policy, options: ThreatOptions = {}): ThreatAnalysis {
  const { memory = new ThreatMemory(), host } = options;
  return analyseKnown(memory.of(policy, host), options);
}

/** A test shows by a world with a wrong judge that the analysis notices. */
export function analyseBy(world: ThreatWorld, options: ThreatOptions): ThreatAnalysis {
  return analyseKnown(knownWorld(world), options);
}

function analyseKnown(known: KnownWorld, options: ThreatOptions): ThreatAnalysis {
  const { states: memory } = known;
  const { world } = memory;
  const { budget = BUDGET } = options;
  const single = options.thieves ?? ordinaryThieves(world);
  const thieves = options.pairs === true ? distinct([...single, ...pairsOf(single)]) : single;
  const accounts = options.accounts ?? ordinaryTargets(world);
  const cells = cellsOf(known, accounts, thieves, budget);
  const owner = accounts.map((account) => ownerRow(world, account));
  const findings = findThreats({ world, cells, accounts, thieves: single, budget, memory }, owner);
  const undecided = cells.filter(({ complete }) => !complete);
  const helpdesks = helpdeskRoles(world.policy).flatMap((role) => {
    const held = helpdeskWith(world, role);
    return held === undefined ? [] : [{ role, ...withoutJudged(held) }];
  });
  const administrator = peopleAdministrator(world);
  const analysis = { cells, findings, owner, undecided, helpdesks };
  return administrator === undefined ? analysis : { ...analysis, administrator: withoutJudged(administrator) };
}

function withoutJudged({ account, steps }: PeopleAdministrator): PeopleAdministrator {
  return { account, steps };
}

export function cellsOf(
  { states, cells }: KnownWorld,
  accounts: readonly ThreatAccount[],
  thieves: readonly Thief[],
  budget: number,
): readonly ThreatCell[] {
  const found = accounts.map((account) => ({
    account,
    target: targetOf(account),
    known: new Map<string, ThreatCell>(),
  }));
  // Searches of one thief share states.
  for (const thief of thieves)
    for (const { account, target, known } of found) {
      // The cell of a pair also depends on the cells of its two thieves.
      const key = thief.id.includes('+') ? undefined : JSON.stringify([thief, target, budget]);
      const before = key === undefined ? undefined : cells.get(key);
      const cell = before ?? cellOf(states.world, thief, account, target, budget, { known, memory: states });
      if (cell === undefined) continue;
      known.set(thief.id, { ...cell, account });
      if (key !== undefined) cells.set(key, cell);
    }
  return withPeoplesReach(found.flatMap(({ known }) => [...known.values()]));
}

function distinct(thieves: readonly Thief[]): readonly Thief[] {
  const keyOf = ({ thefts }: Thief): string => [...thefts].sort().join();
  return [...new Map([...thieves].reverse().map((thief) => [keyOf(thief), thief])).values()].reverse();
}

function withPeoplesReach(cells: readonly ThreatCell[]): readonly ThreatCell[] {
  const policy = cells
    .filter(({ thief }) => thief === 'people-administrator')
    .flatMap(({ reached }) => reached.filter(({ goal }) => goal === 'policy'))
    .sort((a, b) => a.chain.length - b.chain.length)[0];
  if (policy === undefined) return cells;
  return cells.map((cell) => {
    const people = cell.reached.find(({ goal }) => goal === 'people');
    if (people === undefined || cell.reached.some(({ goal }) => goal === 'policy')) return cell;
    return { ...cell, reached: [{ goal: 'policy', chain: [...people.chain, ...policy.chain] }, ...cell.reached] };
  });
}

function findThreats(asked: FurtherAsked, owner: readonly OwnerRow[]): readonly ThreatFinding[] {
  const further: readonly Further[] = [
    findPhished(asked),
    findPromotions(asked),
    findCreated(asked),
    findBegunBefore(asked),
  ];
  const cells = asked.cells.filter(({ complete }) => !complete).length;
  const undecided = further.reduce((sum, { undecided: some }) => sum + some, cells);
  const found = [
    ...findByCell(asked.world, asked.cells),
    ...further.flatMap(({ findings }) => findings),
    ...findOwners(owner),
    ...notDecided(undecided, asked.budget),
  ];
  return found.sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
}

const GRAVITY: readonly Severity[] = ['error', 'warning', 'info'];

/** Owners who lack the same share a finding. */
function findOwners(owner: readonly OwnerRow[]): readonly ThreatFinding[] {
  const found = new Map<string, [ThreatAccount, ...ThreatAccount[]]>();
  const seen = new Set<string>();
  for (const { account, signsIn, hasRecentProof, administers } of owner) {
    const lacks = [
      ...(signsIn === 'granted' && !hasRecentProof ? ['recent proof for changes of own factors'] : []),
      ...(signsIn !== 'never' && administers === false ? ['what administration takes'] : []),
    ].join(' and ');
    const role = account.roles.join();
    if (lacks === '' || seen.has(role)) continue;
    seen.add(role);
    const others = found.get(lacks);
    if (others === undefined) found.set(lacks, [account]);
    else others.push(account);
  }
  return [...found].map(([lacks, accounts]) => ({
    code: 'owner-cannot-prove',
    severity: 'error',
    message: `The owner of ${anAccount(accounts)} shows everything and lacks ${lacks}, where a provider says no class and no method: ${accountText({ ...accounts[0], roles: [] })}.`,
    roles: accounts.map(({ roles }) => roles),
  }));
}

function notDecided(undecided: number, budget: number): readonly ThreatFinding[] {
  if (undecided === 0) return [];
  const message = `The budget of ${budget} states ended ${undecided === 1 ? 'one search' : `${undecided} searches`}. What was found holds; what was not found may still be there.`;
  return [{ code: 'not-decided', severity: 'warning', message }];
}
