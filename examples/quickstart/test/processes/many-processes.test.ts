import { thoroughly } from '@sallyport/test-support/how-much';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complete, continues } from '../support/expectations.ts';
import { FIRST_POLICY, PASSWORD } from '../support/quickstart.ts';
import type { DatabaseServer } from '../support/servers/database-server.ts';
import { startMongo } from '../support/servers/mongo-server.ts';
import { startPostgres } from '../support/servers/postgres-server.ts';
import { isHere } from '../support/servers/start-server.ts';
import { Fleet } from './fleet.ts';
import { KINDS, print } from './how-much.ts';
import { readState } from './state.ts';

const PROCESSES = 4;
const ACCOUNTS = thoroughly(20, 3);
const GUESSES = ACCOUNTS * thoroughly(100, 30);
/** The maximum number of failures in the quickstart's policy. */
const ADMITTED = 10;
const AT_ONCE = 60;

describe.each(KINDS)('four processes on one %s', (kind) => {
  const here = isHere(kind);
  let server: DatabaseServer;
  let url: string;
  let fleet: Fleet;
  beforeAll(async () => {
    if (!here) return;
    server = await (kind === 'postgres' ? startPostgres() : startMongo());
    url = server.url(kind === 'postgres' ? 'postgres' : 'app');
    fleet = await Fleet.start(PROCESSES, kind, url);
  }, 600_000);
  afterAll(async () => {
    await fleet?.stop();
    await server?.stop();
  });

  it.skipIf(!here)(
    `P16 X6 judge exactly ${ADMITTED} of ${GUESSES / ACCOUNTS} guesses at each of ${ACCOUNTS} accounts`,
    async () => {
      const ada = await fleet.admin();
      const targets = Array.from({ length: ACCOUNTS }, (_, index) => `target-${index}@example.org`);
      const ids = new Map<string, string>();
      for (const identifier of targets) {
        const created = await ada.creates({ identifier, password: PASSWORD });
        expect(created.status).toBe(201);
        ids.set(identifier, created.body.accountId);
      }
      const answered = new Map(targets.map((target) => [target, { judged: 0, refused: 0 }]));
      const others: string[] = [];
      let next = 0;
      const began = Date.now();
      const guesser = async (): Promise<void> => {
        for (let guess = next++; guess < GUESSES; guess = next++) {
          const target = targets[guess % ACCOUNTS] ?? '';
          const of = answered.get(target);
          // Successive guesses go to different processes, and each process receives guesses at every account.
          const client = fleet.newClient((guess + Math.floor(guess / ACCOUNTS)) % PROCESSES);
          const reply = await client.post('/sign-in', { identifier: target, password: `guess ${guess}` });
          if (of !== undefined && reply.status === 401 && reply.body.code === 'invalid-credentials') of.judged += 1;
          else if (of !== undefined && reply.status === 429 && reply.body.code === 'locked') of.refused += 1;
          else others.push(reply.text);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, guesser));
      const seconds = (Date.now() - began) / 1_000;

      const judged = [...answered.values()].map((each) => each.judged);
      const refused = [...answered.values()].reduce((sum, each) => sum + each.refused, 0);
      print(
        `${kind}: ${PROCESSES} processes, ${GUESSES} guesses on ${ACCOUNTS} accounts: judged ${Math.min(...judged)} to ` +
          `${Math.max(...judged)} each (${judged.reduce((sum, count) => sum + count, 0)}), refused ${refused}, ` +
          `anything else ${others.length}, ${(GUESSES / seconds).toFixed(0)} a second`,
      );
      expect(others).toEqual([]);
      expect(judged).toEqual(targets.map(() => ADMITTED));
      expect(refused).toBe(GUESSES - ACCOUNTS * ADMITTED);
      const state = await readState(kind, url);
      for (const id of ids.values()) {
        expect(state.eventsOf(id, 'sign-in.failed')).toHaveLength(ADMITTED);
        expect(state.eventsOf(id, 'account.locked')).toHaveLength(1);
        expect(state.failuresOf(id)).toBe(ADMITTED);
      }
    },
    600_000,
  );

  it.skipIf(!here)(
    'W5 what one of them makes the policy is in force at the next sign-in in all others',
    async () => {
      const ada = await fleet.admin();
      const rounds = thoroughly(25, 2);
      const seen = { complete: 0, continues: 0 };
      const signIns = (): Promise<unknown[]> =>
        Promise.all(
          Array.from({ length: PROCESSES }, (_, at) => fleet.person('ben@example.org', at).signInWithPassword()),
        );
      const before = await fleet.person('ben@example.org', 1).signInWithPassword();
      expect(before).toMatchObject(continues);
      for (let round = 0; round < rounds; round += 1) {
        expect((await ada.putsPolicy({ ...FIRST_POLICY, requiredStrength: 'single' })).status).toBe(200);
        for (const reply of await signIns()) {
          expect(reply).toMatchObject(complete('single'));
          seen.complete += 1;
        }
        expect((await ada.putsPolicy({ ...FIRST_POLICY, requiredStrength: 'baseline' })).status).toBe(200);
        for (const reply of await signIns()) {
          expect(reply).toMatchObject(continues);
          seen.continues += 1;
        }
      }
      print(
        `${kind}: ${rounds * 2} changes of the policy by one process, each in force at the next sign-in in all ` +
          `${PROCESSES}: ${seen.complete} of ${rounds * PROCESSES} and ${seen.continues} of ${rounds * PROCESSES}`,
      );
    },
    600_000,
  );
});
