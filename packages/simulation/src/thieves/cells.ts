import {
  analyseThreats,
  type HelpdeskHeld,
  type PeopleAdministrator,
  type Theft,
  type Thief,
  type ThreatAccount,
  type ThreatCell,
  type ThreatGoal,
  type ThreatStep,
} from '@sallyport/assurance';
import { BUILT_IN_STRENGTHS, couldAdminister, reachOf } from '@sallyport/core';
import type { Numbers } from '../numbers.ts';
import { compiledFor, type Setting } from './world.ts';

export interface Cell extends ThreatCell {
  readonly goals: ReadonlySet<ThreatGoal>;
  readonly chains: readonly Chain[];
}

export interface Chain {
  readonly steps: readonly ThreatStep[];
  readonly goals: readonly { readonly goal: ThreatGoal; readonly after: number }[];
}

export function thievesOf({ host, policy }: Setting): readonly Thief[] {
  const one = (theft: Theft): Thief => ({ id: theft, thefts: [theft] });
  const providers = Object.keys(host.providers ?? {});
  const { people = [], policy: chiefs = [], helpdesk = [] } = policy.administrators ?? {};
  const desks = new Set(helpdesk.flatMap(({ roles }) => roles));
  return [
    { id: 'identifier', thefts: [] },
    ...(['password', 'mailbox', 'passkey', 'fresh-cookie', 'older-cookie'] as const).map(one),
    ...((host.codes ?? []).length > 0 ? [one('telephone')] : []),
    { id: 'unlocked-phone', thefts: ['app', 'telephone'] },
    { id: 'passkey-and-pin', thefts: ['passkey', 'passkey-pin'] },
    ...providers.flatMap((name) => [one(`provider-session:${name}`), one(`provider:${name}`)]),
    ...(host.directory === undefined ? [] : [one('directory-entry')]),
    ...(people.some((role) => !chiefs.includes(role)) ? [one('people-administrator')] : []),
    ...[...desks].map((role) => one(`helpdesk:${role}`)),
  ];
}

export function pairOf(one: Thief, other: Thief): Thief {
  return { id: `${one.id}+${other.id}`, thefts: [...new Set([...one.thefts, ...other.thefts])] };
}

export function accountsOf(setting: Setting): readonly ThreatAccount[] {
  return analyseThreats(compiledFor(setting), { host: setting.host, thieves: [] }).owner.map(({ account }) => account);
}

export function administratorsHeldIn(setting: Setting): ReadonlyMap<Theft, PeopleAdministrator> {
  const asked = { host: setting.host, thieves: [], accounts: [] };
  const { administrator, helpdesks } = analyseThreats(compiledFor(setting), asked);
  return new Map<Theft, PeopleAdministrator>([
    ...(administrator === undefined ? [] : [['people-administrator', administrator] as const]),
    ...helpdesks.map((held: HelpdeskHeld) => [`helpdesk:${held.role}`, held] as const),
  ]);
}

/** An emergency account is among them. */
export function administratorsOf(setting: Setting): readonly ThreatAccount[] {
  const policy = compiledFor(setting);
  const viable = accountsOf(setting).filter(({ roles, factors, emergency = false }) => {
    if (!roles.some((role) => policy.administrators.policy.includes(role))) return false;
    return couldAdminister(policy, { roles, factors, emergency }, (facts) => reachOf(policy, facts).impact);
  });
  const ordinary = viable.filter(({ emergency }) => emergency !== true);
  return [...ordinary.slice(0, 1), ...ordinary.slice(-1), ...viable.filter(({ emergency }) => emergency === true)];
}

export function everyCell(setting: Setting): readonly Cell[] {
  const { cells } = analyseThreats(compiledFor(setting), { host: setting.host, thieves: thievesOf(setting) });
  return cells.flatMap(cellFrom);
}

export function wantedCells(
  setting: Setting,
  isWanted: (cell: Pick<ThreatCell, 'thief' | 'account'>) => boolean,
): readonly Cell[] {
  const policy = compiledFor(setting);
  const accounts = accountsOf(setting);
  return thievesOf(setting).flatMap((thief) => {
    const wanted = accounts.filter((account) => isWanted({ thief: thief.id, account }));
    if (wanted.length === 0) return [];
    return analyseThreats(policy, { host: setting.host, thieves: [thief], accounts: wanted }).cells.flatMap(cellFrom);
  });
}

export function someCells(setting: Setting, count: number, dice: Numbers): readonly Cell[] {
  const policy = compiledFor(setting);
  const accounts = accountsOf(setting);
  const thieves = thievesOf(setting);
  const found: Cell[] = [];
  for (let tried = 0; tried < count * 6 && found.length < count; tried++) {
    const first = dice.pick(thieves);
    const second = dice.chance(0.5) ? dice.pick(thieves) : first;
    const thief = first === second ? first : pairOf(first, second);
    const account = dice.pick(accounts);
    const { cells } = analyseThreats(policy, {
      host: setting.host,
      thieves: [thief],
      accounts: [account],
      budget: BUDGET,
    });
    const cell = cells.flatMap(cellFrom)[0];
    if (cell !== undefined) found.push(cell);
  }
  return found;
}

/** A cell that needs more states is not compared. */
const BUDGET = 400;

function cellFrom(cell: ThreatCell): readonly Cell[] {
  if (!cell.complete) return [];
  const goals = new Set(cell.reached.flatMap(({ goal }) => [goal, ...weakerThan(goal)]));
  const played = cell.reached.filter(({ chain }) => isOnOneAccount(chain));
  const longest = played.filter(
    ({ chain }, place) =>
      !played.some((other, at) => {
        const isWithin = beginsWith(other.chain, chain);
        return at !== place && isWithin && (other.chain.length > chain.length || at < place);
      }),
  );
  const chains = longest.map(({ chain }) => ({
    steps: chain,
    goals: played.flatMap(({ goal, chain: own }) => (beginsWith(chain, own) ? [{ goal, after: own.length }] : [])),
  }));
  return [{ ...cell, goals, chains }];
}

/** A chain to people's administration, and from there to the policy, has two accounts. */
function isOnOneAccount(chain: readonly ThreatStep[]): boolean {
  return chain.slice(0, -1).every(({ move }) => move !== 'changes-people');
}

function beginsWith(chain: readonly ThreatStep[], beginning: readonly ThreatStep[]): boolean {
  return JSON.stringify(chain.slice(0, beginning.length)) === JSON.stringify(beginning);
}

function weakerThan(goal: ThreatGoal): readonly ThreatGoal[] {
  const place = BUILT_IN_STRENGTHS.findIndex((strength) => goal === `session-${strength}`);
  return BUILT_IN_STRENGTHS.slice(0, Math.max(0, place)).map((strength) => `session-${strength}` as const);
}
