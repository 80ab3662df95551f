import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../support/clock.ts';
import { atOnce, complete, continues, problem, tally } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, type Quickstart, quickstartForThisFile, quickstartForThisTest } from '../support/quickstart.ts';

const FLOWS = 100;
const CODES = 10 * FLOWS;

const app = await quickstartForThisFile();

async function personWithTotp(world: Quickstart = app): Promise<Person> {
  const person = await world.newcomer();
  await person.proves('password', 'email-code');
  expect(await person.enrollsTotp()).toMatchObject(complete());
  return person;
}

/** A thief with the password of an account with TOTP guesses at the codes. */
async function guessesTotp(guesser: Person, times: number): Promise<ReturnType<typeof tally>> {
  const replies = [];
  const code = guesser.wrongTotpCode();
  for (let guess = 0; guess < times; guess += 1) replies.push(await guesser.client.post('/sign-in/totp', { code }));
  return tally(replies);
}

async function atTheSecondStep(person: Person): Promise<Person> {
  const elsewhere = person.elsewhere();
  expect(await elsewhere.signInWithPassword()).toMatchObject(continues);
  return elsewhere;
}

/** Shows the password at `count` devices, one after the other. */
async function devicesAtTheSecondStep(person: Person, count: number): Promise<readonly Person[]> {
  const devices: Person[] = [];
  while (devices.length < count) devices.push(await atTheSecondStep(person));
  return devices;
}

describe('failures laundered through successes', () => {
  it('X5 a right password, shown between wrong TOTP codes, forgives none of them', async () => {
    const person = await personWithTotp();
    for (let round = 0; round < 3; round += 1) {
      expect(await guessesTotp(await atTheSecondStep(person), 3)).toEqual({ 401: 3 });
    }
    const last = await atTheSecondStep(person);
    expect(await guessesTotp(last, 1)).toEqual({ 401: 1 });
    expect(await last.goesOnWith('totp')).toMatchObject(problem(429, 'locked'));
  });

  it("X5 the owner's success at a device of their own leaves the strangers' window as it was", async () => {
    const person = await personWithTotp();
    await person.signsOut();
    const guesser = await atTheSecondStep(person);
    expect(await guessesTotp(guesser, 9)).toEqual({ 401: 9 });
    expect(await person.proves('password', 'totp')).toMatchObject(complete('enhanced'));
    expect(await guessesTotp(guesser, 2)).toEqual({ 401: 1, 429: 1 });
  });

  it("X5 a step-up that needs no new proof forgives no wrong TOTP codes of one's own device", async () => {
    const person = await personWithTotp();
    let judged = 0;
    for (let round = 0; round * 200 < CODES; round += 1) {
      expect(await person.client.post('/step-up', { strength: 'enhanced' })).toMatchObject(continues);
      judged += (await guessesTotp(person, 5))[401] ?? 0;
      expect(await person.client.post('/step-up', { strength: 'baseline' })).toMatchObject(complete('baseline'));
    }
    expect(judged).toBe(10);
  });

  it('X5 nor does one that goes on what was proved before: old TOTP is no new one', async () => {
    const person = await personWithTotp();
    await person.provesStrongest();
    app.clock.advance(6 * MINUTE);
    let judged = 0;
    for (let round = 0; round * 200 < CODES; round += 1) {
      const asked = { strength: 'enhanced', within: '5m' };
      expect(await person.client.post('/step-up', asked)).toMatchObject(continues);
      expect(await person.goesOnWith('password')).toMatchObject(continues);
      judged += (await guessesTotp(person, 5))[401] ?? 0;
      expect(await person.client.post('/step-up', { strength: 'enhanced' })).toMatchObject(complete('enhanced'));
    }
    expect(judged).toBe(10);
  });

  it.each([
    ["one's own", (person: Person) => person],
    ["a stranger's", (person: Person) => person.elsewhere()],
  ])('X5 signing in with the password alone, at %s device, forgives no wrong TOTP codes', async (_, device) => {
    const own = await quickstartForThisTest({
      policy: { ...FIRST_POLICY, requiredStrength: 'single' },
    });
    const person = await own.newcomer();
    await person.proves('password');
    await person.client.post('/step-up', { strength: 'baseline' });
    expect(await person.goesOnWith('email-code')).toMatchObject(complete('baseline'));
    expect(await person.enrollsTotp()).toMatchObject(complete());
    await person.signsOut();

    let judged = 0;
    for (let round = 0; round < 6; round += 1) {
      const guesser = device(person);
      expect(await guesser.signInWithPassword()).toMatchObject(complete('single'));
      expect(await guesser.client.post('/step-up', { strength: 'enhanced' })).toMatchObject(continues);
      judged += (await guessesTotp(guesser, 5))[401] ?? 0;
    }
    expect(judged).toBe(10);
  });
});

describe('devices that a password and the mailbox make known', () => {
  it('X5 have no TOTP guesses of their own where a mailed code is taken beside TOTP', async () => {
    const own = await quickstartForThisTest({
      policy: { ...FIRST_POLICY, emailCodes: { offer: 'always' } },
    });
    const person = await personWithTotp(own);
    let judged = 0;
    for (let device = 0; device < 4; device += 1) {
      const guesser = person.elsewhere();
      expect(await guesser.proves('password', 'email-code')).toMatchObject(complete('baseline'));
      expect(await guesser.client.post('/step-up', { strength: 'enhanced' })).toMatchObject(continues);
      judged += (await guessesTotp(guesser, 5))[401] ?? 0;
    }
    expect(judged).toBe(10);
  });
});

describe('resend loops', () => {
  it('X4 a new code between wrong ones refills no budget', async () => {
    const person = await app.newcomer();
    await person.signInWithPassword();
    let judged = 0;
    for (let mail = 0; mail < 4; mail += 1) {
      const right = await person.receivesEmailCode();
      const code = right === '000000' ? '000001' : '000000';
      for (let guess = 0; guess < 4; guess += 1)
        judged += (await person.client.post('/sign-in/email-code', { code })).status === 401 ? 1 : 0;
    }
    expect(judged).toBe(10);
    expect(await person.goesOnWith('email-code')).toMatchObject(problem(429, 'locked'));
  });

  it('X4 asked for 100 times at once, over ten flows, five mails go out', async () => {
    const person = await app.newcomer();
    const devices = await devicesAtTheSecondStep(person, 10);
    const replies = await atOnce(100, (index) =>
      (devices[index % 10] ?? person).client.copy().post('/sign-in/email-code/send'),
    );
    expect(replies.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(5);
    for (const { status } of replies) expect([200, 409, 429]).toContain(status);
    expect((await app.mailsTo(person.identifier)).filter(({ code }) => code !== undefined).length).toBeLessThanOrEqual(
      5,
    );
    const locked = await devices[0]?.client.post('/sign-in/email-code/send');
    expect(locked).toMatchObject(problem(429, 'too-many-mails'));
  });
});

describe('many guesses', () => {
  it(`X4 of ${CODES} wrong codes across ${FLOWS} flows, ten are judged`, async () => {
    const own = await quickstartForThisTest();
    const person = await personWithTotp(own);
    const flows = await devicesAtTheSecondStep(person, FLOWS);
    const code = person.wrongTotpCode();
    const counts: Record<number, number> = {};
    for (let round = 0; round * 200 < CODES; round += 1) {
      const replies = await atOnce(200, (index) =>
        (flows[(round * 200 + index) % FLOWS] ?? person).client.post('/sign-in/totp', { code }),
      );
      for (const [status, count] of Object.entries(tally(replies)))
        counts[Number(status)] = (counts[Number(status)] ?? 0) + count;
    }
    expect(counts).toEqual({ 401: 10, 429: CODES - 10 });
    const failed = await (await own.admin()).events({ person, type: 'sign-in.failed' });
    expect(failed.filter(({ method }) => method === 'totp')).toHaveLength(10);
  }, 300_000);

  it('X5 a hundred failures since the last success close the authenticator to strangers, however long they wait', async () => {
    const own = await quickstartForThisTest({
      policy: { ...FIRST_POLICY, lockout: { maxFailures: 20, window: '1m', lockFor: '1s', growth: 1 } },
    });
    const person = await own.newcomer();
    await person.proves('password', 'email-code');
    await person.signsOut();
    let judged = 0;
    for (let burst = 0; burst < 10; burst += 1) {
      const replies = await atOnce(25, (index) => person.stranger().signInWithPassword(`guess ${burst} ${index}`));
      judged += tally(replies)[401] ?? 0;
      own.clock.advance(HOUR);
    }
    expect(judged).toBe(100);
    own.clock.advance(1_000 * HOUR);
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(problem(429, 'locked'));
    expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(continues);
  });

  it('X5 setting the app up anew forgives the guesses at the old one', async () => {
    const own = await quickstartForThisTest({
      policy: { ...FIRST_POLICY, lockout: { maxFailures: 10, hardLimit: 10 } },
    });
    const person = await personWithTotp(own);
    expect(await guessesTotp(await atTheSecondStep(person), 11)).toEqual({ 401: 10, 429: 1 });
    expect(await (await atTheSecondStep(person)).goesOnWith('totp')).toMatchObject(problem(429, 'locked'));
    await person.proves('password', 'backup-code');
    expect((await person.enrollsTotp()).status).toBe(200);
    expect(await (await atTheSecondStep(person)).goesOnWith('totp')).toMatchObject(complete('enhanced'));
  });

  it.each([
    ['that is known', 'counted-twice@example.org', true],
    ['that nobody has', 'nobody-here@example.org', false],
  ])('X4 an identifier %s is one, however it is spelt', async (_, identifier, known) => {
    if (known) await (await app.admin()).creates({ identifier, password: 'correct horse battery staple' });
    const spellings = [identifier, identifier.toUpperCase(), ` ${identifier} `, identifier.replace('e', 'ｅ')];
    const replies = await atOnce(40, (index) =>
      app.newClient().post('/sign-in', { identifier: spellings[index % 4], password: `guess ${index}` }),
    );
    expect(tally(replies)).toEqual({ 401: 10, 429: 30 });
  });

  it("X5 one's own known device gives no budget at another's account", async () => {
    const [person, attacker] = [await app.newcomer(), await app.newcomer()];
    await attacker.proves('password', 'email-code');
    await attacker.signsOut();
    const replies = await atOnce(20, (index) =>
      attacker.client.copy().post('/sign-in', { identifier: person.identifier, password: `guess ${index}` }),
    );
    expect(tally(replies)).toEqual({ 401: 10, 429: 10 });
    expect(await person.stranger().signInWithPassword()).toMatchObject(problem(429, 'locked'));
  });
});
