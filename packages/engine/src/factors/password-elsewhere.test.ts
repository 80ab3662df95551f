import {
  type AccountId,
  hostCode,
  isRefusal,
  type SallyportOptions,
  type Timer,
  type VerifyElsewhere,
} from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  imports,
  registeredElsewhere,
  SINGLE,
  showsPasskey,
} from '../administration/import-people.test-support.ts';
import {
  Client,
  type Embedded,
  embedded,
  PASSWORD,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { emptyDirectory } from '../empty-directory.test-support.ts';

const caller = { tenant: TENANT, mode: 'token' } as const;
const LIMITS = { lockout: { maxFailures: 3, hardLimit: 20 } };
const WRONG_AFTER = 1_000;

/** The machine's timer without the second before a wrong password is answered. */
const noted = (waits: number[]): Timer => ({
  after(milliseconds, run, keepsAlive) {
    waits.push(milliseconds);
    const timeout = setTimeout(run, milliseconds === WRONG_AFTER ? 0 : milliseconds);
    if (!keepsAlive) timeout.unref();
    return () => clearTimeout(timeout);
  },
});

/** A former system that knows Ada's password, and keeps the questions. */
function formerSystem() {
  const questions: Parameters<VerifyElsewhere>[0][] = [];
  const verifyElsewhere: VerifyElsewhere = (question) => {
    questions.push(question);
    return question.password === PASSWORD ? 'right' : 'wrong';
  };
  return { questions, verifyElsewhere };
}

/** Ada's account, whose password the former system alone can judge. */
async function moved(
  verifyElsewhere: VerifyElsewhere | undefined,
  options: Partial<SallyportOptions<string>> = {},
  row = {},
) {
  const waits: number[] = [];
  const world = await embedded({ verifyElsewhere, timer: noted(waits), ...options });
  const [report] = await imports(world, [{ identifier: ADA, externalId: '42', passwordElsewhere: true, ...row }]);
  if (report?.outcome !== 'imported') throw new Error(JSON.stringify(report));
  const stored = async () => (await storedAccount(world.store, report.accountId)).password;
  return { world, stored, waits };
}

const begins = ({ auth }: Embedded, password: string, identifier = ADA) =>
  auth.signIn.begin(caller, { identifier, password });

describe('a password that the former system judges', () => {
  it('X22 is asked for once: the first right password becomes the account’s own', async () => {
    const { questions, verifyElsewhere } = formerSystem();
    const { world, stored } = await moved(verifyElsewhere, { policy: SINGLE });
    const before = await stored();
    expect(await begins(world, PASSWORD)).toMatchObject({ answer: { status: 'complete' } });
    expect(questions).toEqual([{ tenant: TENANT, identifier: ADA, externalId: '42', password: PASSWORD }]);
    expect(await stored()).toEqual({ ...before, hash: expect.stringMatching(/^\$argon2id\$/) });
    expect(await begins(world, PASSWORD)).toMatchObject({ answer: { status: 'complete' } });
    expect(await begins(world, 'another')).toEqual({ refused: 'invalid-credentials' });
    expect(questions).toHaveLength(1);
    await world.auth.close();
  });

  it.each(['wrong', 'unknown'] as const)(
    'X22 %s counts as a failure, under the lockout of every password',
    async (told) => {
      const asked: string[] = [];
      const { world, stored } = await moved(
        ({ password }) => {
          asked.push(password);
          return told;
        },
        { policy: LIMITS },
      );
      const before = await stored();
      for (const guess of ['one', 'two', 'three'])
        expect(await begins(world, guess)).toEqual({ refused: 'invalid-credentials' });
      expect(await begins(world, PASSWORD)).toMatchObject({ refused: 'locked' });
      expect(asked).toEqual(['one', 'two', 'three']);
      expect(await stored()).toEqual(before);
      await world.auth.close();
    },
  );

  it.each<[string, () => unknown]>([
    ['throws', () => Promise.reject(new Error(`500 for ${PASSWORD}`))],
    [
      'throws at once',
      () => {
        throw new Error(`no route for ${PASSWORD}`);
      },
    ],
    ['answers true', () => true],
    ['answers nothing', () => undefined],
  ])('X22 X5 a former system that %s is unavailable: nothing is judged or counted', async (_, fails) => {
    let isDown = true;
    const { world, stored } = await moved(() => (isDown ? (fails() as 'right') : 'right'), {
      policy: { ...SINGLE, ...LIMITS },
    });
    const before = await stored();
    for (let guess = 0; guess < 5; guess += 1)
      expect(await begins(world, PASSWORD)).toEqual({ refused: 'provider-unavailable' });
    expect(await stored()).toEqual(before);
    expect(JSON.stringify(world.logged)).toContain('the former system could not judge a password');
    expect(JSON.stringify(world.logged)).not.toContain(PASSWORD);
    isDown = false;
    expect(await begins(world, PASSWORD)).toMatchObject({ answer: { status: 'complete' } });
    await world.auth.close();
  });

  it('X22 a former system that does not answer within ten seconds is unavailable', async () => {
    const timer: Timer = {
      after(milliseconds, run) {
        const timeout = setTimeout(run, milliseconds >= 10_000 ? 0 : milliseconds);
        timeout.unref();
        return () => clearTimeout(timeout);
      },
    };
    const { world } = await moved(() => new Promise(() => {}), { timer });
    expect(await begins(world, PASSWORD)).toEqual({ refused: 'provider-unavailable' });
    await world.auth.close();
  });

  it('X22 twenty sign-ins at once all succeed, and leave one hash', async () => {
    const { verifyElsewhere } = formerSystem();
    const { world, stored } = await moved(verifyElsewhere, { policy: SINGLE });
    const replies = await Promise.all(Array.from({ length: 20 }, () => begins(world, PASSWORD)));
    expect(replies.filter((reply) => 'answer' in reply)).toHaveLength(20);
    expect((await stored())?.hash).toMatch(/^\$argon2id\$/);
    await world.auth.close();
  });

  it('X6 X22 every wrong password is answered after a second at the earliest, whoever is asked for', async () => {
    const { verifyElsewhere } = formerSystem();
    const { world, waits } = await moved(verifyElsewhere, { policy: SINGLE });
    const seconds = async (password: string, identifier?: string) => {
      waits.length = 0;
      await begins(world, password, identifier);
      return waits.filter((wait) => wait === WRONG_AFTER).length;
    };
    expect(await seconds('a guess')).toBe(1);
    expect(await seconds('a guess', 'nobody@example.org')).toBe(1);
    await begins(world, PASSWORD);
    expect(await seconds('a guess')).toBe(1);
    await world.auth.close();
  });

  it('X6 X22 a wrong password is answered after a second at the earliest, also beside a directory', async () => {
    const { verifyElsewhere } = formerSystem();
    const { world, waits } = await moved(verifyElsewhere, { policy: SINGLE, directory: emptyDirectory });
    const seconds = async (identifier: string) => {
      waits.length = 0;
      expect(await begins(world, 'a guess', identifier)).toEqual({ refused: 'invalid-credentials' });
      return waits.filter((wait) => wait === WRONG_AFTER).length;
    };
    expect(await seconds(ADA)).toBe(1);
    expect(await seconds('nobody@example.org')).toBe(1);
    await world.auth.close();
  });

  it('X22 nobody signs in by it if the host has no former system any more', async () => {
    const { verifyElsewhere } = formerSystem();
    const { world } = await moved(verifyElsewhere, { policy: SINGLE });
    const later = await embedded({ store: world.store, policy: SINGLE });
    for (const guess of [PASSWORD, '$elsewhere$', ''])
      expect(await begins(later, guess)).toEqual({ refused: 'invalid-credentials' });
    await Promise.all([world.auth.close(), later.auth.close()]);
  });

  it('X22 is asked about the name that the person has there, also after a change of the name here', async () => {
    const { questions, verifyElsewhere } = formerSystem();
    const { world } = await moved(verifyElsewhere, { policy: SINGLE });
    const { people } = world.auth;
    await people.rename({ identifier: ADA }, { identifier: 'ben', by: hostCode('host') });
    expect(await begins(world, 'a guess', 'ben')).toEqual({ refused: 'invalid-credentials' });
    expect(await begins(world, PASSWORD, 'ben')).toMatchObject({ answer: { status: 'complete' } });
    expect(questions.map(({ identifier }) => identifier)).toEqual([ADA, ADA]);
    await world.auth.close();
  });

  it('X22 a person who takes the name that somebody else has there is not opened by the password of that person', async () => {
    const passwords: Readonly<Record<string, string>> = { [ADA]: PASSWORD, ben: 'what ben knows' };
    const key = createAuthenticator();
    const { world, stored } = await moved(
      ({ identifier, password }) => (passwords[identifier] === password ? 'right' : 'wrong'),
      { policy: SINGLE },
      { passkeys: [await registeredElsewhere(key, 'user 42')] },
    );
    const client = new Client(world);
    await client.keeps(showsPasskey(world, client, key));
    expect(isRefusal(await world.auth.me(await client.session()).rename('ben'))).toBe(false);
    const before = await stored();
    expect(await begins(world, 'what ben knows', 'ben')).toEqual({ refused: 'invalid-credentials' });
    expect(await stored()).toEqual(before);
    const changed = await world.auth
      .me(await client.session())
      .changePassword(client.caller, { current: 'what ben knows', next: 'a new password of many words' });
    expect(changed).toMatchObject({ refused: 'invalid-credentials' });
    expect(await begins(world, PASSWORD, 'ben')).toMatchObject({ answer: { status: 'complete' } });
    await world.auth.close();
  });

  it('X22 is asked nothing about an account whose name there is unknown', async () => {
    const { questions, verifyElsewhere } = formerSystem();
    const { world, stored } = await moved(verifyElsewhere, { policy: SINGLE });
    const { accountId = '' } = (await world.auth.people.find({ identifier: ADA })) ?? {};
    await rewritesAccount(world.store, accountId as AccountId, ({ importedAs: _, ...rest }) => rest);
    const before = await stored();
    expect(await begins(world, PASSWORD)).toEqual({ refused: 'invalid-credentials' });
    expect([questions, await stored()]).toEqual([[], before]);
    await world.auth.close();
  });

  it('X22 the former system judges the current password of a change, and is not asked about half a character', async () => {
    const { questions, verifyElsewhere } = formerSystem();
    const key = createAuthenticator();
    const { world, stored } = await moved(
      verifyElsewhere,
      { policy: SINGLE },
      { passkeys: [await registeredElsewhere(key, 'user 42')] },
    );
    const client = new Client(world);
    await client.keeps(showsPasskey(world, client, key));
    const next = 'a new password of many words';
    const change = async (current: string) =>
      world.auth.me(await client.session()).changePassword(client.caller, { current, next });
    expect(await change('\uD800')).toMatchObject({ refused: 'invalid-credentials' });
    expect(questions).toHaveLength(0);
    expect(await change('a guess')).toMatchObject({ refused: 'invalid-credentials' });
    expect(isRefusal(await change(PASSWORD))).toBe(false);
    expect(questions.map(({ password }) => password)).toEqual(['a guess', PASSWORD]);
    expect((await stored())?.hash).toMatch(/^\$argon2id\$/);
    await world.auth.close();
  });
});

describe('a row whose password the former system judges', () => {
  it.each<[string, VerifyElsewhere | undefined, object]>([
    ['needs the option', undefined, { passwordElsewhere: true }],
    ['has no hash besides', () => 'wrong', { passwordElsewhere: true, passwordHash: '$2b$12$' }],
    ['is not unknown besides', () => 'wrong', { passwordElsewhere: true, passwordUnknown: true }],
    ['says so with true or false', () => 'wrong', { passwordElsewhere: 'yes' }],
    ['cannot name the mark as its hash', () => 'wrong', { passwordHash: '$elsewhere$' }],
  ])('X22 %s', async (_, verifyElsewhere, row) => {
    const world = await embedded({ verifyElsewhere });
    const [report] = await imports(world, [{ identifier: ADA, ...row }]);
    expect(report).toMatchObject({ outcome: 'refused', refused: 'malformed-input' });
    await world.auth.close();
  });

  it('X22 without the mark, and without a hash, an account has no password to ask for', async () => {
    const { questions, verifyElsewhere } = formerSystem();
    const { world, stored } = await moved(verifyElsewhere, { policy: SINGLE }, { passwordElsewhere: false });
    expect(await stored()).toBeUndefined();
    expect(await begins(world, PASSWORD)).toEqual({ refused: 'invalid-credentials' });
    expect(questions).toHaveLength(0);
    await world.auth.close();
  });
});
