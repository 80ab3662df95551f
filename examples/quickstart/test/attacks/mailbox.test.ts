import { describe, expect, it } from 'vitest';
import { asksToEnroll, complete, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, type Quickstart, quickstartForThisFile, quickstartForThisTest } from '../support/quickstart.ts';
import { followsResetLink, receivesResetToken } from '../support/recovery.ts';

const app = await quickstartForThisFile();
const THEIRS = 'a password from the mailbox';

/** A thief with only a person's mailbox, who has set the password by a mailed link. */
async function mailboxThiefOf(person: Person, world: Quickstart = app): Promise<Person> {
  const thief = person.stranger();
  const token = await receivesResetToken(world, thief);
  expect(await followsResetLink(thief, token, THEIRS)).toMatchObject({ status: 200, body: { status: 'recovered' } });
  thief.has.password = THEIRS;
  // A password that is typed is younger than the recovery that set it.
  world.clock.advance(1);
  return thief;
}

describe('who holds the mailbox and nothing else', () => {
  it('N12 signs in at baseline and no further, and opens no enrollment where enhanced is required', async () => {
    const atBaseline = await mailboxThiefOf(await app.newcomer());
    expect(await atBaseline.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    expect(await atBaseline.client.post('/step-up', { strength: 'enhanced' })).toMatchObject(problem(403, 'no-way-in'));

    const underMandate = await mailboxThiefOf(await app.newcomer('contractor'));
    expect(await underMandate.signInWithPassword()).toMatchObject(problem(403, 'no-way-in'));
    expect(await underMandate.client.post('/sign-in/email-code/send')).toMatchObject({ status: 403 });
    expect((await underMandate.client.post('/enroll/totp')).body.secret).toBeUndefined();
  });

  it('N12 does not even sign in where the policy says `mailboxAlone: refuse`', async () => {
    const strict = await quickstartForThisTest({
      policy: { ...FIRST_POLICY, recovery: { mailboxAlone: 'refuse' } },
    });
    const control = await strict.newcomer();
    expect(await control.proves('password', 'email-code')).toMatchObject(complete('baseline'));

    const person = await strict.newcomer();
    const thief = await mailboxThiefOf(person, strict);
    expect(await thief.signInWithPassword()).toMatchObject(problem(403, 'no-way-in'));
    expect(await thief.session()).toMatchObject(problem(401, 'no-session'));

    const { enrollmentCode: code } = (await (await strict.admin()).does('enrollment-code', person)).body;
    expect(await thief.client.post('/sign-in/enrollment-code', { code })).toMatchObject(asksToEnroll);
  });

  it.each(['/enroll/totp', '/enroll/passkey/options'])(
    'N12 sets up no first factor in a session: POST %s',
    async (path) => {
      const thief = await mailboxThiefOf(await app.newcomer());
      expect(await thief.proves('password', 'email-code')).toMatchObject(complete('baseline'));
      expect(await thief.client.post(path)).toMatchObject(problem(403, 'no-way-in'));
    },
  );

  it('N12 does not make the password the owner’s by changing it once more', async () => {
    const person = await app.newcomer();
    const thief = await mailboxThiefOf(person);
    expect(await thief.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    const next = 'and one more from the mailbox';
    expect((await thief.client.post('/account/password', { current: THEIRS, next })).status).toBe(200);
    thief.has.password = next;

    expect((await (await app.admin()).sets('roles', person, ['contractor'], true)).status).toBe(200);
    expect(await thief.elsewhere().signInWithPassword()).toMatchObject(problem(403, 'no-way-in'));
  });
});
