import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { asksToEnroll, complete, continues, problem } from '../support/expectations.ts';
import { type Person, withoutPrfResults } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { totpCode } from '../support/totp.ts';

const app = await quickstartForThisFile();

const FLOW = 'sallyport-flow';
type RequestOptions = Parameters<ReturnType<typeof createAuthenticator>['get']>[0];
type CreationOptions = Parameters<ReturnType<typeof createAuthenticator>['create']>[0];

async function personWith(factor: 'totp' | 'passkey', ...roles: readonly string[]): Promise<Person> {
  const person = await app.newcomer(...roles);
  await person.proves('password', 'email-code');
  expect(await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey())).toMatchObject(complete());
  return person;
}

async function optionsOf(person: Person): Promise<RequestOptions> {
  return (await person.client.post<RequestOptions>('/sign-in/passkey/options')).body;
}

async function asserts(person: Person, options: RequestOptions): Promise<object> {
  return withoutPrfResults(await person.has.authenticator.get(options, { origin: person.client.origin }));
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

describe('a challenge of one flow in another', () => {
  it('X3 is refused: between two flows of one account, and from no flow into one that has a proof', async () => {
    const person = await personWith('passkey');
    const [first, second, none] = [person.elsewhere(), person.elsewhere(), person.elsewhere()];
    await first.signInWithPassword();
    await second.signInWithPassword();
    const options = await optionsOf(first);
    const anonymous = await optionsOf(none);
    expect(await second.client.post('/sign-in/passkey', await asserts(person, options))).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    expect(await none.client.post('/sign-in/passkey', await asserts(person, options))).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    expect(await second.client.post('/sign-in/passkey', await asserts(person, anonymous))).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    expect(await first.client.post('/sign-in/passkey', await asserts(person, options))).toMatchObject(complete());
  });

  it('X3 is refused: one of a registration for a sign-in, one of a sign-in for a registration', async () => {
    const person = await personWith('passkey');
    await person.provesStrongest();
    const creation = (await person.client.post<CreationOptions>('/enroll/passkey/options')).body;
    const device = person.elsewhere();
    const request = await optionsOf(device);
    const assertion = await asserts(person, { ...request, challenge: creation.challenge });
    expect(await device.client.post('/sign-in/passkey', assertion)).toMatchObject(problem(401, 'invalid-credentials'));

    const authenticator = createAuthenticator({ transports: ['usb'] });
    const { origin } = person.client;
    const wrong = await authenticator.create({ ...creation, challenge: request.challenge }, { origin });
    expect(await person.client.post('/enroll/passkey', { response: wrong })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    const right = await authenticator.create(creation, { origin });
    expect((await person.client.post('/enroll/passkey', { response: right })).status).toBe(200);
  });

  it('X3 is refused: one of a sign-in, for a registration in the very same flow', async () => {
    const person = await app.newcomer('contractor');
    await person.signInWithPassword();
    const { challenge } = await optionsOf(person);
    expect(await person.goesOnWith('email-code')).toMatchObject(asksToEnroll);
    const creation = (await person.client.post<CreationOptions>('/enroll/passkey/options')).body;
    const { origin } = person.client;
    const response = await createAuthenticator().create({ ...creation, challenge }, { origin });
    expect(await person.client.post('/enroll/passkey', { response })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    expect(await person.enrollsPasskey()).toMatchObject(complete('phishing-resistant'));
  });

  it("X3 is refused: one of a registration in another's session, and in another session of one's own", async () => {
    const [person, other] = [await app.newcomer(), await app.newcomer()];
    await person.proves('password', 'email-code');
    await other.proves('password', 'email-code');
    const elsewhere = person.elsewhere();
    await elsewhere.proves('password', 'email-code');
    const { body } = await person.client.post<CreationOptions>('/enroll/passkey/options');
    const response = await createAuthenticator().create(body, { origin: person.client.origin });
    for (const device of [other, elsewhere])
      expect(await device.client.post('/enroll/passkey', { response })).toMatchObject(
        problem(401, 'invalid-credentials'),
      );
    expect((await person.client.post('/enroll/passkey', { response })).status).toBe(200);
  });
});

describe('a code of one account in another', () => {
  it('X3 is worth nothing: TOTP, backup code, email code', async () => {
    const [person, other] = [await personWith('totp'), await personWith('totp')];
    const again = person.elsewhere();
    await again.signInWithPassword();
    app.clock.advance(30_000);
    const theirs = totpCode(other.has.totpSecret ?? '', app.clock.now);
    const refused = problem(401, 'invalid-credentials');
    expect(await again.client.post('/sign-in/totp', { code: theirs })).toMatchObject(refused);
    expect(await again.client.post('/sign-in/backup-code', { code: other.has.backupCodes[0] })).toMatchObject(refused);
    expect(await again.goesOnWith('backup-code')).toMatchObject(complete('enhanced'));

    const [mine, yours] = [await app.newcomer(), await app.newcomer()];
    for (const each of [mine, yours]) await each.signInWithPassword();
    const [a, b] = [await mine.receivesEmailCode(), await yours.receivesEmailCode()];
    if (a !== b) expect(await mine.client.post('/sign-in/email-code', { code: b })).toMatchObject(refused);
    expect(await mine.client.post('/sign-in/email-code', { code: a })).toMatchObject(complete('baseline'));
  });

  it('X3 is worth nothing: an administrator’s enrollment code', async () => {
    const [person, other] = [await app.newcomer('contractor'), await app.newcomer('contractor')];
    const { enrollmentCode: code } = (await (await app.admin()).does('enrollment-code', other)).body;
    await person.signInWithPassword();
    expect(await person.client.post('/sign-in/enrollment-code', { code })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    await other.signInWithPassword();
    expect(await other.client.post('/sign-in/enrollment-code', { code })).toMatchObject(asksToEnroll);
  });
});
