import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../support/client.ts';
import { problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, HASHING_IN_EARNEST, quickstartForThisFile } from '../support/quickstart.ts';
import { distance, type Questions, WITHIN } from '../support/timing.ts';

// Hashing has its real cost, because the time of an answer would reveal a missing hash. The high limit keeps locks out of the measurement.
const app = await quickstartForThisFile({
  policy: { ...FIRST_POLICY, lockout: { maxFailures: 100 } },
  passwordHashing: HASHING_IN_EARNEST,
});
const UNKNOWN = 'nobody-at-all@example.org';
const somebodyElse = () => `${randomUUID()}@example.org`;
const withPassword = async () => (await app.newcomer()).identifier;

async function without(what: 'a password' | 'leave to use it'): Promise<string> {
  if (what === 'a password') {
    const { identifier } = app.person(`no-password-${Math.random().toString(36).slice(2)}@example.org`);
    await (await app.admin()).creates({ identifier, email: identifier });
    return identifier;
  }
  const person = await app.newcomer();
  await (await app.admin()).sets('methods', person, ['passkey'], true);
  return person.identifier;
}

function begins(identifier: string): Promise<Reply<unknown>> {
  return app.newClient().post('/sign-in', { identifier });
}

function guesses(identifier: string, turn: number): Promise<Reply<unknown>> {
  return app.newClient().post('/sign-in', { identifier, password: `guess number ${turn}` });
}

function guessesAtDirectory(identifier: string, turn: number): Promise<Reply<unknown>> {
  return app.newClient().post('/sign-in', { identifier, password: `guess number ${turn}`, method: 'ldap' });
}

function forgets(identifier: string): Promise<Reply<unknown>> {
  return app.newClient().post('/recover', { identifier });
}

describe('whether an identifier is known', () => {
  it.each([
    ['a wrong password', guesses, withPassword],
    ['a wrong password, where the account has none', guesses, () => without('a password')],
    ['a wrong password, where the account may not use its own', guesses, () => without('leave to use it')],
    ['opening a sign-in', begins, withPassword],
    ['asking for a reset link', forgets, withPassword],
  ] as const)(
    'X6 cannot be told from the time that %s takes',
    async (_, ask, knownOnes) => {
      const questions = async (): Promise<Questions> => {
        const [known, unknown] = [await knownOnes(), somebodyElse()];
        return [(turn) => ask(known, turn), (turn) => ask(unknown, turn)];
      };
      expect(await distance(WITHIN, questions)).toBeLessThan(WITHIN);
    },
    300_000,
  );

  it('X6 cannot be told from a password at a directory, where there is none: it is refused no sooner than a wrong one', async () => {
    const questions = async (): Promise<Questions> => {
      const known = await withPassword();
      return [(turn) => guesses(known, turn), (turn) => guessesAtDirectory(known, turn)];
    };
    // Only the wrong password is counted and logged, so the two times differ.
    expect(await distance(1, questions)).toBeLessThan(1);
  }, 300_000);

  it('X6 is not given away by a passkey of someone else, shown where it was typed', async () => {
    const attacker = await app.newcomer();
    await attacker.proves('password', 'email-code');
    await attacker.enrollsPasskey();
    const seen: object[] = [];
    for (const identifier of [await withPassword(), UNKNOWN]) {
      const prober: Person = attacker.elsewhere();
      await prober.client.post('/sign-in', { identifier });
      const { status, body } = await prober.client.post('/sign-in/passkey', await prober.assertsPasskey());
      seen.push({ status, body: { ...body, instance: '' } });
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X6 is not given away by asking for a reset link, nor by following one that was made up', async () => {
    const known = await withPassword();
    const asked = [await forgets(known), await forgets(UNKNOWN)];
    const shown = asked.map(({ status, text, headers }) => ({ status, text, names: [...headers.keys()].sort() }));
    expect(shown[0]).toEqual(shown[1]);
    expect(shown[0]).toMatchObject({ status: 202 });

    const { accountId } = await (await app.admin()).find(known);
    const follow = (id: string) =>
      app.newClient().post('/recover/confirm', { token: `${id}.${'A'.repeat(43)}`, next: 'whatever it may be' });
    const followed = [await follow(accountId), await follow('A'.repeat(22))];
    const [real, madeUp] = followed.map(({ body }) => ({ ...body, instance: '' }));
    expect(real).toEqual(madeUp);
    expect(followed[0]).toMatchObject(problem(401, 'invalid-credentials'));
  });
});
