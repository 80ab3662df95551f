import { randomUUID } from 'node:crypto';
import { startSlapd } from '@sallyport/test-support/slapd';
import { afterAll, describe, expect, it } from 'vitest';
import type { Reply } from '../support/client.ts';
import { FIRST_POLICY, HASHING_IN_EARNEST, quickstartForThisFile } from '../support/quickstart.ts';
import { directoryAt, EMPLOYEES, hasSlapd } from '../support/servers/directory.ts';
import { distance, type Questions } from '../support/timing.ts';

/**
 * The bind runs beside the hash in another process, and makes an answer up to a fifth slower on a busy machine. Without the hash, an answer
 * would take a fifth of the time.
 */
const WITHIN = 0.4;

describe.skipIf(!hasSlapd)('whether an identifier is known, to the directory or here', async () => {
  if (!hasSlapd) return;
  const slapd = await startSlapd({ people: EMPLOYEES });
  afterAll(() => slapd.stop());
  // Hashing has its real cost, because the time of an answer would reveal a missing hash.
  const app = await quickstartForThisFile({
    policy: {
      ...FIRST_POLICY,
      lockout: { maxFailures: 100 },
      providers: { ldap: { mailDomains: ['corp.example'], createAccounts: true } },
    },
    passwordHashing: HASHING_IN_EARNEST,
    ...directoryAt(slapd),
  });
  let entries = 0;
  const nextEntry = async (): Promise<string> => `person-${entries++}`;
  const newcomer = async (): Promise<string> => (await app.newcomer()).identifier;
  const guess = (identifier: string, turn: number): Promise<Reply<unknown>> =>
    app.newClient().post('/sign-in', { identifier, password: `guess number ${turn}` });

  it.each([
    ['whom the directory knows', nextEntry],
    ['who has a local password', newcomer],
  ] as const)(
    'X6 cannot be told from the time that a wrong password takes: somebody %s',
    async (_, known) => {
      const questions = async (): Promise<Questions> => {
        const [somebody, nobody] = [await known(), `${randomUUID()}@example.org`];
        return [(turn) => guess(somebody, turn), (turn) => guess(nobody, turn)];
      };
      expect(await distance(WITHIN, questions)).toBeLessThan(WITHIN);
    },
    300_000,
  );
});
