import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../support/client.ts';
import { problem } from '../support/expectations.ts';
import { median } from '../support/median.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, quickstartForThisFile } from '../support/quickstart.ts';

// What hashing costs is what would tell, so it costs here what it costs in earnest; and no lock cuts a measurement short.
const app = await quickstartForThisFile({ policy: { ...FIRST_POLICY, lockout: { maxFailures: 100 } } });
const UNKNOWN = 'nobody-at-all@example.org';
/** As many as show it, and fewer where it is the same path once more. */
const [MANY, FEWER] = [200, 60];
/** How far two medians may lie apart, and how often a machine with other business may measure anew. */
const WITHIN = 0.2;
const ATTEMPTS = 3;

type Ask = (identifier: string, turn: number) => Promise<Reply<unknown>>;

async function took(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** Asks about both in turn, now one first, now the other; answers the ratio of their medians, less 1. */
async function distance(ask: Ask, tries: number, known: string, unknown: string): Promise<number> {
  const times: Record<string, number[]> = { [known]: [], [unknown]: [] };
  for (let turn = 0; turn < tries / 2; turn += 1) {
    const pair = turn % 2 === 0 ? [known, unknown] : [unknown, known];
    for (const identifier of pair) times[identifier]?.push(await took(() => ask(identifier, turn)));
  }
  const [a, b] = [median(times[known] ?? []), median(times[unknown] ?? [])];
  return Math.max(a, b) / Math.min(a, b) - 1;
}

/** The least distance of a few measurements, each about a person of its own: noise only ever adds. */
async function leastDistance(ask: Ask, tries: number, knownOnes: () => Promise<string>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && least > WITHIN; attempt += 1)
    least = Math.min(least, await distance(ask, tries, await knownOnes(), `${attempt}-${UNKNOWN}`));
  return least;
}

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

function forgets(identifier: string): Promise<Reply<unknown>> {
  return app.newClient().post('/recover', { identifier });
}

describe('whether an identifier is known', () => {
  it.each([
    ['a wrong password', MANY, guesses, withPassword],
    ['a wrong password, where the account has none', FEWER, guesses, () => without('a password')],
    ['a wrong password, where the account may not use its own', FEWER, guesses, () => without('leave to use it')],
    ['opening a sign-in', MANY, begins, withPassword],
    ['asking for a reset link', MANY, forgets, withPassword],
  ] as const)(
    'X6 cannot be told from the time that %s takes',
    async (_, tries, ask, knownOnes) => {
      expect(await leastDistance(ask, tries, knownOnes)).toBeLessThan(WITHIN);
    },
    120_000,
  );

  it('X6 is not given away by a passkey of someone else, shown where it was typed', async () => {
    const attacker = await app.newcomer();
    await attacker.proves('password', 'email-code');
    await attacker.enrollsPasskey();
    const seen: object[] = [];
    for (const identifier of [await withPassword(), UNKNOWN]) {
      const prober: Person = attacker.elsewhere();
      await prober.client.post('/sign-in', { identifier });
      const { status, body } = await prober.client.post('/sign-in/passkey', await prober.assertsPasskey());
      seen.push({ status, body });
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
    expect(followed[0]?.body).toEqual(followed[1]?.body);
    expect(followed[0]).toMatchObject(problem(401, 'invalid-credentials'));
  });
});
