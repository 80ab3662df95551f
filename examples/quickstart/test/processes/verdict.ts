import { expect } from 'vitest';
import type { DatabaseKind } from '../support/servers/start-server.ts';
import { disagreements, readState } from './audit.ts';
import type { Fleet } from './fleet.ts';
import { print } from './how-much.ts';
import type { Load } from './load.ts';

/** By the policy of the quickstart, within a quarter of an hour. */
const MOST_FAILURES = 10;

/** Holds what the load was told against what is there: nothing wrongly granted, nothing twice, nothing lost (X17, X18). */
export async function reachVerdict(
  what: string,
  { fleet, load, kind, url }: { fleet: Fleet; load: Load; kind: DatabaseKind; url: string },
): Promise<void> {
  const state = await readState(kind, url);
  const twice: string[] = [];
  const lost: string[] = [];
  const unknown: string[] = [];
  let sessions = 0;
  for (const [account, journeys] of load.journeys) {
    const there = new Map<string, number>();
    for (const { userAgent = '' } of state.sessionsOf(account)) there.set(userAgent, (there.get(userAgent) ?? 0) + 1);
    for (const journey of journeys) {
      const count = there.get(journey) ?? 0;
      sessions += count;
      if (count > 1 || (load.granted.get(journey) ?? 0) > 1) twice.push(journey);
      if (count === 0 && load.granted.has(journey) && !load.signedOut.has(journey)) lost.push(journey);
      there.delete(journey);
    }
    // The one in which the passkey was set up.
    unknown.push(...[...there.keys()].filter((userAgent) => userAgent.startsWith('journey')));
    const granted = state.eventsOf(account, 'sign-in.succeeded').length;
    if (granted > journeys.length + 1) twice.push(`${account}: ${granted} grants in ${journeys.length + 1} journeys`);
  }
  const guesses: string[] = [];
  for (const [account, judged] of load.judged) {
    const logged = state.eventsOf(account, 'sign-in.failed').length;
    const counted = state.failuresOf(account);
    if (judged > logged || logged > counted || counted > MOST_FAILURES) {
      guesses.push(`${account}: ${judged} told, ${logged} logged, ${counted} counted, ${MOST_FAILURES} at most`);
    }
  }
  const identifiers = new Set(state.accounts.flatMap((account) => account.identifiers));
  const missing = load.created.filter((identifier) => !identifiers.has(identifier));
  const log = disagreements(state);
  const judged = [...load.judged.values()].reduce((sum, count) => sum + count, 0);
  print(`${what}: ${load.ledger}`);
  print(
    `  ${load.granted.size} grants told (${sessions} sessions there), twice ${twice.length}, lost ${lost.length}; ` +
      `${judged} guesses judged, over the limit ${guesses.length}; ${load.created.length} accounts told, lost ${missing.length}; ` +
      `${state.events.length} events, ${state.policyVersions.length} policies, disagreements with the state ${log.length}`,
  );
  expect(fleet.ended, `processes that ended:\n${fleet.log}`).toBe(0);
  expect(load.ledger.wrong).toEqual([]);
  expect(load.wronglyAdmitted).toEqual([]);
  expect({ twice, lost, unknown, guesses, missing, log }).toEqual({
    twice: [],
    lost: [],
    unknown: [],
    guesses: [],
    missing: [],
    log: [],
  });
  expect(load.granted.size).toBeGreaterThan(0);
}
