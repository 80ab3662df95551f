import { expect } from 'vitest';
import type { DatabaseKind } from '../support/servers/start-server.ts';
import { disagreements } from './audit.ts';
import type { Fleet } from './fleet.ts';
import { print } from './how-much.ts';
import type { Load } from './load.ts';
import { readState, type State } from './state.ts';

/** The maximum number of failures in a quarter of an hour, in the quickstart's policy. */
const MOST_FAILURES = 10;

/** The answers of a load that the state must confirm. */
export type Told = Pick<Load, 'journeys' | 'granted' | 'signedOut' | 'judged' | 'created'>;

export interface Findings {
  /** Journeys with more than one grant. */
  readonly twice: readonly string[];
  /** Answered sessions and accounts that the state does not contain. */
  readonly lost: readonly string[];
  /** Accounts with more judged guesses than the limit, or than the log has. */
  readonly guesses: readonly string[];
  /** Differences between the action log and the state. */
  readonly log: readonly string[];
}

/** Compares the answers of a load with the state: no double grants, no lost records, no missing events (X17, X18). */
export function findingsIn(told: Told, state: State): Findings {
  const [twice, lost, guesses]: [string[], string[], string[]] = [[], [], []];
  for (const [account, journeys] of told.journeys) {
    const there = new Map<string, number>();
    for (const { userAgent = '' } of state.sessionsOf(account)) there.set(userAgent, (there.get(userAgent) ?? 0) + 1);
    for (const journey of journeys) {
      const count = there.get(journey) ?? 0;
      if (count > 1 || (told.granted.get(journey) ?? 0) > 1) twice.push(journey);
      if (count === 0 && told.granted.has(journey) && !told.signedOut.has(journey)) lost.push(journey);
    }
    // The additional sign-in is the sign-in before the passkey's set-up.
    const granted = state.eventsOf(account, 'sign-in.succeeded').length;
    if (granted > journeys.length + 1) twice.push(`${account}: ${granted} grants in ${journeys.length + 1} journeys`);
  }
  for (const [account, judged] of told.judged) {
    const logged = state.eventsOf(account, 'sign-in.failed').length;
    const counted = state.failuresOf(account);
    if (judged > logged || logged > counted || counted > MOST_FAILURES) {
      guesses.push(`${account}: ${judged} told, ${logged} logged, ${counted} counted, ${MOST_FAILURES} at most`);
    }
  }
  const identifiers = new Set(state.accounts.flatMap((account) => account.identifiers));
  lost.push(...told.created.filter((identifier) => !identifiers.has(identifier)));
  return { twice, lost, guesses, log: disagreements(state) };
}

/** Prints the counts, and fails if a count is wrong. */
export async function reachVerdict(
  what: string,
  { fleet, load, kind, url }: { fleet: Fleet; load: Load; kind: DatabaseKind; url: string },
): Promise<void> {
  const state = await readState(kind, url);
  const findings = findingsIn(load, state);
  const sessions = [...load.journeys.keys()].flatMap((account) => state.sessionsOf(account)).length;
  const judged = [...load.judged.values()].reduce((sum, count) => sum + count, 0);
  print(`${what}: ${load.ledger}`);
  print(
    `  since the start ${load.granted.size} grants and ${load.created.length} accounts told, twice ${findings.twice.length}, ` +
      `lost ${findings.lost.length}; ${judged} guesses judged at ${load.judged.size} accounts, too many at ` +
      `${findings.guesses.length}; ${state.events.length} events, ${sessions} sessions and ` +
      `${state.policyVersions.length} policies there, disagreeing in ${findings.log.length}`,
  );
  expect(fleet.ended, `processes that ended:\n${fleet.log}`).toBe(0);
  expect(load.ledger.wrong).toEqual([]);
  expect(load.wronglyAdmitted).toEqual([]);
  expect(findings).toEqual({ twice: [], lost: [], guesses: [], log: [] });
  expect(load.granted.size).toBeGreaterThan(0);
}
