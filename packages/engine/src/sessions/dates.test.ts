import { hostCode, isRefusal, type PolicyInput } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, Client, type Embedded, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';

const DAY = 86_400_000;
/** Ten days after the clock of these tests begins. */
const DATE = Date.UTC(2031, 2, 13, 9);
const from = new Date(DATE).toISOString();

const POLICY: PolicyInput<string> = {
  administrators: ADMINISTRATORS,
  requiredStrength: 'baseline',
  later: [{ from, requiredStrength: 'enhanced' }],
};

const SESSION = { needs: 'session' } as const;

async function world(policy: PolicyInput<string> = POLICY) {
  const made = await embedded({ policy });
  await newAccount(made, 'dora@example.org');
  return { made, auth: made.auth, dora: new Client(made) };
}

const guarded = async ({ auth }: Embedded, { caller }: Client) => {
  const answer = await auth.sessions.guard(caller, SESSION);
  return isRefusal(answer) ? answer.refused : 'passes';
};

describe('X42 a person is told before a date', () => {
  it('with what to set up, from thirty days before, until it is set up', async () => {
    const { made, auth, dora } = await world({
      ...POLICY,
      later: [{ from: new Date(DATE + 25 * DAY).toISOString(), requiredStrength: 'enhanced' }],
    });
    const { answer: early } = await dora.signsInByMail('dora@example.org');
    expect(early).toMatchObject({ status: 'complete' });
    expect(early).not.toHaveProperty('session.soon.from');
    made.now += 5 * DAY;
    const soon = { from: DATE + 25 * DAY, requiredStrength: 'enhanced', offer: ['passkey', 'totp'] };
    const { answer } = await dora.signsInByMail('dora@example.org');
    expect(answer).toMatchObject({ status: 'complete', session: { soon } });
    expect((await dora.session()).info.soon).toEqual(soon);
    const { reply } = await dora.enrollsTotp();
    expect(reply.answer).toMatchObject({ status: 'complete' });
    expect((await dora.session()).info.soon).toBeUndefined();
    await auth.close();
  });

  it('of a role alone, and not if the date asks for what the person has', async () => {
    const { made, auth, dora } = await world({
      administrators: ADMINISTRATORS,
      roles: { clerk: { later: [{ from, requiredStrength: 'phishing-resistant' }] } },
      later: [{ from, requiredStrength: 'baseline' }],
    });
    await newAccount(made, 'cleo@example.org', ['clerk']);
    const cleo = new Client(made);
    const [ofDora, ofCleo] = [
      await dora.signsInByMail('dora@example.org'),
      await cleo.signsInByMail('cleo@example.org'),
    ];
    expect(ofDora.answer).not.toHaveProperty('session.soon.from');
    expect(ofCleo.answer).toMatchObject({
      session: { soon: { from: DATE, requiredStrength: 'phishing-resistant', offer: ['passkey'] } },
    });
    await auth.close();
  });
});

describe('X42 W14 on the day nobody is let past', () => {
  it('a sign-in of the moment before completes, and a sign-in of the moment sets up', async () => {
    const { made, auth, dora } = await world();
    made.now = DATE - 1;
    expect((await dora.signsInByMail('dora@example.org')).answer).toMatchObject({ status: 'complete' });
    made.now = DATE;
    expect((await new Client(made).signsInByMail('dora@example.org')).answer).toMatchObject({ status: 'enroll' });
    await auth.close();
  });

  it('a sign-in that a date overtakes asks for more in the step that follows', async () => {
    const { made, auth, dora } = await world();
    made.now = DATE - 60_000;
    await dora.keeps(auth.signIn.begin(dora.caller, { identifier: 'dora@example.org', password: PASSWORD }));
    await dora.keeps(auth.signIn.sendCode(dora.caller, 'email-code'));
    made.now = DATE;
    const { answer } = await dora.keeps(
      auth.signIn.code(dora.caller, 'email-code', { code: made.mails.at(-1)?.code ?? '' }),
    );
    expect(answer).toMatchObject({
      status: 'enroll',
      because: expect.arrayContaining([
        expect.objectContaining({ code: 'strength-required', params: { strength: 'enhanced' }, source: 'tenant' }),
      ]),
    });
    expect((await dora.enrollsTotp()).reply.answer).toMatchObject({ status: 'complete' });
    await auth.close();
  });

  it('a set-up that a date overtakes gives what the date asks for', async () => {
    const { made, auth, dora } = await world({ ...POLICY, onTighten: 'step-up' });
    made.now = DATE - 5 * 60_000;
    await dora.signsInByMail('dora@example.org');
    const pending = await auth.enroll.secret(dora.caller, 'totp');
    if (isRefusal(pending)) throw new Error(pending.refused);
    made.now = DATE + 60_000;
    expect(await guarded(made, dora)).toBe('insufficient-strength');
    const live = await auth.sessions.guard(dora.caller, { ...SESSION, evenIfTightened: true });
    if (isRefusal(live)) throw new Error(live.refused);
    const raising = await dora.keeps(auth.signIn.stepUp(dora.caller, live, { strength: 'enhanced' }));
    expect(raising.answer).toMatchObject({ status: 'enroll' });
    expect((await dora.enrollsTotp()).reply.answer).toMatchObject({ status: 'complete' });
    expect(await guarded(made, dora)).toBe('passes');
    await auth.close();
  });
});

describe('X42 N10 a session from before a date that falls short', () => {
  const after = async (onTighten: NonNullable<PolicyInput<string>['onTighten']>, time: number) => {
    const { made, auth, dora } = await world({ ...POLICY, onTighten });
    made.now = DATE - DAY;
    await dora.signsInByMail('dora@example.org');
    made.now = time;
    const answer = await guarded(made, dora);
    await auth.close();
    return answer;
  };

  it('is treated as under a later version of the policy', async () => {
    expect(await after('next-sign-in', DATE)).toBe('passes');
    expect(await after('step-up', DATE - 1)).toBe('passes');
    expect(await after('step-up', DATE)).toBe('insufficient-strength');
    expect(await after('next-request', DATE)).toBe('no-session');
    expect(await after('revoke', DATE)).toBe('no-session');
  });

  it('has a grace that counts from the date', async () => {
    const grace = { after: '2d', then: 'next-request' } as const;
    expect(await after(grace, DATE + 2 * DAY - 1)).toBe('passes');
    expect(await after(grace, DATE + 2 * DAY)).toBe('no-session');
  });

  it('ends without a request where the policy revokes, at the date or at the end of its grace', async () => {
    for (const [onTighten, end] of [
      ['revoke', DATE],
      [{ after: '2d', then: 'revoke' }, DATE + 2 * DAY],
    ] as const) {
      const { made, auth, dora } = await world({ ...POLICY, onTighten });
      made.now = DATE - DAY;
      await dora.signsInByMail('dora@example.org');
      const { accountId } = await dora.session();
      const live = async () => {
        await auth.runBackgroundWork();
        const sessions = await auth.people.sessions({ accountId });
        return isRefusal(sessions) ? sessions : sessions.length;
      };
      expect(await live()).toBe(1);
      made.now = end - 1;
      expect(await live()).toBe(1);
      made.now = end;
      expect(await live()).toBe(0);
      await auth.close();
    }
  });

  it('goes on once it meets the date, also under a stricter setting of the account', async () => {
    const { made, auth, dora } = await world({ ...POLICY, onTighten: 'next-request' });
    made.now = DATE - DAY;
    await dora.signsInByMail('dora@example.org');
    await dora.enrollsTotp();
    const live = await dora.session();
    expect((await dora.keeps(auth.signIn.stepUp(dora.caller, live, { strength: 'enhanced' }))).answer).toMatchObject({
      status: 'continue',
    });
    await auth.close();
  });

  it('is asked by no date before it was opened', async () => {
    const { made, auth, dora } = await world({ ...POLICY, onTighten: 'next-request' });
    made.now = DATE;
    await dora.signsInByMail('dora@example.org');
    await dora.enrollsTotp();
    const { accountId } = await dora.session();
    const set = await auth.people.setRequiredStrength(
      { accountId },
      { requiredStrength: 'phishing-resistant', by: hostCode('host') },
    );
    expect(isRefusal(set)).toBe(false);
    expect(await guarded(made, dora)).toBe('passes');
    await auth.close();
  });
});
