import type { Store } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { accepted, complete, continues, problem } from '../support/expectations.ts';
import type { Person, Proof } from '../support/person.ts';
import { FIRST_POLICY, quickstartForThisFile, quickstartForThisTest } from '../support/quickstart.ts';
import { followsResetLink, receivesResetToken } from '../support/recovery.ts';

const app = await quickstartForThisFile();
const NEXT = 'an entirely new pass phrase';
const BLOCKED = problem(403, 'account-blocked');
const reason = { reason: 'Investigation' };

async function personWith(factor: 'totp' | 'passkey' | 'nothing', world = app): Promise<Person> {
  const person = await world.newcomer();
  await person.proves('password', 'email-code');
  if (factor === 'totp') await person.enrollsTotp();
  if (factor === 'passkey') await person.enrollsPasskey();
  return person;
}

describe('a recovery that is under way when the block comes', () => {
  it.each<['totp' | 'passkey', Proof]>([
    ['totp', 'totp'],
    ['passkey', 'passkey'],
    ['totp', 'backup-code'],
  ])('P18 X13 replaces no password: of an account with %s, by its %s', async (factor, proof) => {
    const person = await personWith(factor);
    const thief = person.elsewhere();
    const token = await receivesResetToken(app, thief);
    expect(await followsResetLink(thief, token, NEXT)).toMatchObject(continues);
    const ada = await app.admin();
    const before = await ada.sees(person);
    await ada.does('block', person, reason);
    expect(await thief.goesOnWith(proof)).toMatchObject(BLOCKED);
    expect(await thief.client.get('/sign-in')).toMatchObject(problem(410, 'flow-expired'));

    expect((await ada.does('unblock', person)).status).toBe(200);
    expect(await ada.events({ person, type: 'password.reset' })).toEqual([]);
    expect(await ada.events({ person, type: 'sign-in.denied' })).toMatchObject([{ detail: { reason: 'blocked' } }]);
    expect((await ada.sees(person)).factors.passkeys).toEqual(before.factors.passkeys);
    expect(await person.elsewhere().signInWithPassword(NEXT)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(continues);
    // The single-use link was shown, and does not work again.
    const late = await followsResetLink(person.elsewhere(), token, NEXT);
    expect(late).toMatchObject(problem(401, 'invalid-credentials'));
    const left = (await ada.sees(person)).factors.backupCodes.remaining;
    expect(left).toBe(before.factors.backupCodes.remaining - (proof === 'backup-code' ? 1 : 0));
  });

  it('P18 X13 replaces none either where it comes while the new password is hashed', async () => {
    const gate = new Gate();
    const own = await quickstartForThisTest({ aroundStore: gate.around });
    const person = await personWith('nothing', own);
    const token = await receivesResetToken(own, person);
    const ada = await own.admin();
    await ada.idOf(person);
    const reply = await gate.whileReading(
      () => followsResetLink(person.elsewhere(), token, NEXT),
      () => ada.does('block', person, reason),
    );
    expect(reply).toMatchObject(BLOCKED);
    await ada.does('unblock', person);
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(continues);
    expect(await person.elsewhere().signInWithPassword(NEXT)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X13 W5 replaces none where a policy, meanwhile, takes the password away', async () => {
    const gate = new Gate();
    const own = await quickstartForThisTest({ aroundStore: gate.around });
    const person = await personWith('nothing', own);
    const token = await receivesResetToken(own, person);
    const ada = await own.admin();
    const reply = await gate.whileReading(
      () => followsResetLink(person.elsewhere(), token, NEXT),
      () => ada.sets('methods', person, ['passkey'], true),
    );
    expect(reply).toMatchObject(problem(403, 'method-not-allowed'));
    expect((await ada.sets('methods', person, ['passkey', 'password'])).status).toBe(200);
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(continues);
  });
});

describe('what a proof settles', () => {
  it('P18 is not written where the account is blocked, and the code that was shown is spent all the same', async () => {
    const person = await personWith('totp');
    const ada = await app.admin();
    const underway = person.elsewhere();
    expect(await underway.signInWithPassword()).toMatchObject(continues);
    await ada.does('block', person, reason);
    const code = person.freshTotpCode();
    expect(await underway.client.post('/sign-in/totp', { code })).toMatchObject(BLOCKED);
    await ada.does('unblock', person);
    const later = person.elsewhere();
    await later.signInWithPassword();
    expect(await later.client.post('/sign-in/totp', { code })).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await later.goesOnWith('totp')).toMatchObject(complete('enhanced'));
  });

  it('W5 is not written where the way in is no longer allowed: a password is not replaced by the link to it', async () => {
    const own = await quickstartForThisTest();
    const person = await personWith('totp', own);
    const thief = person.elsewhere();
    const begun = await followsResetLink(thief, await receivesResetToken(own, thief), NEXT);
    expect(accepted(begun)).toContain('totp');
    const ada = await own.admin();
    expect(
      (await ada.putsPolicy({ ...FIRST_POLICY, roles: { ...FIRST_POLICY.roles, sealed: { methods: ['passkey'] } } }))
        .status,
    ).toBe(200);
    expect((await ada.sets('roles', person, ['sealed'], true)).status).toBe(200);
    expect(await thief.goesOnWith('totp')).toMatchObject(problem(403, 'method-not-allowed'));
    expect(await ada.events({ person, type: 'password.reset' })).toEqual([]);
    expect((await ada.sets('roles', person, [])).status).toBe(200);
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(continues);
  });
});

/** A store that holds back the next read of an account until another act is done. */
class Gate {
  #held: (() => void) | undefined;
  #waits = false;

  readonly around = (store: Store): Store =>
    Object.assign(Object.create(store), {
      readAccount: async (...asked: Parameters<Store['readAccount']>) => {
        if (this.#waits) {
          this.#waits = false;
          await new Promise<void>((go) => {
            this.#held = go;
          });
        }
        return store.readAccount(...asked);
      },
    });

  async whileReading<Result>(reads: () => Promise<Result>, act: () => Promise<unknown>): Promise<Result> {
    this.#waits = true;
    const result = reads();
    await expect.poll(() => this.#held !== undefined).toBe(true);
    await act();
    this.#held?.();
    return result;
  }
}
