import { describe, expect, it } from 'vitest';
import { asksToEnroll, complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { totpCode } from '../support/totp.ts';

const app = await quickstartForThisFile();

const FLOW = 'sallyport-flow';

async function personWith(factor: 'totp' | 'passkey', ...roles: readonly string[]): Promise<Person> {
  const person = await app.newcomer(...roles);
  await person.proves('password', 'email-code');
  expect(await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey())).toMatchObject(complete());
  return person;
}

describe('a flow that somebody planted', () => {
  it('X3 is left behind by the sign-in page: what is proved goes into a new one', async () => {
    const person = await personWith('totp');
    const attacker = person.stranger();
    await attacker.begins();
    const planted = attacker.client.cookies.get(FLOW) ?? '';
    const victim = person.elsewhere();
    victim.client.cookies.set(FLOW, planted);
    expect(await victim.signInWithPassword()).toMatchObject(continues);
    expect(victim.client.cookies.get(FLOW)).not.toBe(planted);
    expect(await attacker.client.get('/sign-in')).toMatchObject({
      body: { accept: [{ method: 'passkey' }, { method: 'password' }] },
    });
    expect(await attacker.client.post('/sign-in/totp', { code: person.freshTotpCode() })).toMatchObject({
      status: 401,
    });
    expect(await victim.goesOnWith('totp')).toMatchObject(complete('enhanced'));
    expect(await attacker.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('X11 hands its session to whoever gave the last proof, and its token is nothing afterwards', async () => {
    const person = await personWith('totp');
    const victim = person.elsewhere();
    await victim.signInWithPassword();
    const attacker = person.stranger();
    attacker.client.cookies.set(FLOW, victim.client.cookies.get(FLOW) ?? '');
    expect(await victim.goesOnWith('totp')).toMatchObject(complete('enhanced'));
    expect(await attacker.session()).toMatchObject(problem(401, 'no-session'));
    expect(await attacker.client.get('/sign-in')).not.toMatchObject({ body: { status: 'complete' } });
    expect(await attacker.client.post('/sign-in/totp', { code: person.freshTotpCode() })).toMatchObject(
      problem(410, 'flow-expired'),
    );
  });

  it('X11 a planted session token is not taken over: a sign-in always makes a new one', async () => {
    const [person, attacker] = [await app.newcomer(), await app.newcomer()];
    await attacker.proves('password', 'email-code');
    const planted = attacker.client.cookies.get('sallyport-session') ?? '';
    person.client.cookies.set('sallyport-session', planted);
    expect(await person.proves('password', 'email-code')).toMatchObject(complete());
    expect(person.client.cookies.get('sallyport-session')).not.toBe(planted);
    expect((await attacker.session()).body.session?.accountId).toBe(attacker.has.accountId);
  });
});

describe('a flow beside the session of another account', () => {
  it('X10 enrolls for the account of the flow and leaves the other alone', async () => {
    const [contractor, other] = [await app.newcomer('contractor'), await app.newcomer()];
    await other.proves('password', 'email-code');
    await contractor.proves('password', 'email-code');
    contractor.client.cookies.set('sallyport-session', other.client.cookies.get('sallyport-session') ?? '');
    const reply = await contractor.enrollsTotp();
    expect(reply).toMatchObject(complete('enhanced'));
    expect(reply.body.session?.accountId).toBe(contractor.has.accountId);
    expect((await other.account()).factors.totp).toBe(false);
  });

  it('X10 whose swap in the middle confirms nothing: the secret belongs to where it was begun', async () => {
    const [mine, theirs] = [await app.newcomer('contractor'), await app.newcomer('contractor')];
    for (const person of [mine, theirs])
      expect(await person.proves('password', 'email-code')).toMatchObject(asksToEnroll);
    const { secret = '' } = (await mine.client.post('/enroll/totp')).body;
    const flow = mine.client.cookies.get(FLOW) ?? '';
    mine.client.cookies.set(FLOW, theirs.client.cookies.get(FLOW) ?? '');
    const code = totpCode(secret, app.clock.now);
    expect(await mine.client.post('/enroll/totp/confirm', { code })).toMatchObject(problem(401, 'invalid-credentials'));
    mine.client.cookies.set(FLOW, flow);
    expect(await mine.client.post('/enroll/totp/confirm', { code })).toMatchObject(complete('enhanced'));
  });

  it("X8 a step-up raises its own session with its own account's factor, and no other", async () => {
    const [person, other] = [await personWith('totp'), await personWith('totp')];
    await person.client.post('/step-up', { strength: 'enhanced' });
    app.clock.advance(30_000);
    const theirs = totpCode(other.has.totpSecret ?? '', app.clock.now);
    expect(await person.client.post('/sign-in/totp', { code: theirs })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );

    other.client.cookies.set(FLOW, person.client.cookies.get(FLOW) ?? '');
    expect(await other.client.post('/sign-in/totp', { code: theirs })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    expect((await other.session()).body.session).toMatchObject({
      accountId: other.has.accountId,
      strength: 'baseline',
    });
  });
});
