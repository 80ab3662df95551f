import { describe, expect, it } from 'vitest';
import { SECOND } from './support/clock.ts';
import { atOnce, complete, continues, problem, tally } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { FIRST_POLICY, type Quickstart, quickstartForThisFile, quickstartForThisTest } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const app = await quickstartForThisFile();

async function personWithTotp(world: Quickstart = app): Promise<Person> {
  const person = await world.newcomer('contractor');
  await person.proves('password', 'email-code');
  expect(await person.enrollsTotp()).toMatchObject(complete('enhanced'));
  return person;
}

/** The same person at another device, after the password, before the TOTP code. */
async function atTheSecondStep(person: Person): Promise<Person> {
  const elsewhere = person.elsewhere();
  expect(await elsewhere.signInWithPassword()).toMatchObject(continues);
  return elsewhere;
}

/** The person at `count` devices before the TOTP code, one device after the other: concurrent right passwords can lock each other out. */
async function devicesAtTheSecondStep(person: Person, count: number): Promise<readonly Person[]> {
  const devices: Person[] = [];
  while (devices.length < count) devices.push(await atTheSecondStep(person));
  return devices;
}

function presents(person: Person, code: string): ReturnType<Person['begins']> {
  return person.client.post('/sign-in/totp', { code });
}

describe('the second factor', () => {
  it('P2 can be any authenticator app, by the address that they all read', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    const { secret = '', uri = '' } = (await person.client.post('/enroll/totp')).body;
    const address = new URL(uri);
    expect(address.protocol).toBe('otpauth:');
    expect(address.host).toBe('totp');
    expect(decodeURIComponent(address.pathname)).toContain(person.identifier);
    const parameters = address.searchParams;
    expect(parameters.get('secret')).toBe(secret);
    expect(parameters.get('issuer') ?? '').not.toBe('');
    expect((parameters.get('algorithm') ?? 'SHA1').replace('-', '')).toBe('SHA1');
    expect(parameters.get('digits') ?? '6').toBe('6');
    expect(parameters.get('period') ?? '30').toBe('30');

    const reply = await person.client.post('/enroll/totp/confirm', { code: totpCode(secret, app.clock.now) });
    expect(reply).toMatchObject(complete('enhanced'));
  });

  it('P2 can be TOTP or a passkey, whichever the person has set up', async () => {
    const withTotp = await personWithTotp();
    expect(await withTotp.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));

    const withPasskey = await app.newcomer('contractor');
    await withPasskey.proves('password', 'email-code');
    await withPasskey.enrollsPasskey();
    expect(await withPasskey.elsewhere().proves('password', 'passkey')).toMatchObject(complete());
  });

  it('is refused when wrong, and the flow stays where it was', async () => {
    const person = (await personWithTotp()).elsewhere();
    await person.signInWithPassword();
    expect(await presents(person, person.wrongTotpCode())).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await person.client.get('/sign-in')).toMatchObject(continues);
    expect(await person.goesOnWith('totp')).toMatchObject(complete('enhanced'));
  });
});

describe('a TOTP code', () => {
  it('X3 works once', async () => {
    const person = await personWithTotp();
    const first = await atTheSecondStep(person);
    const second = await atTheSecondStep(person);
    const code = person.freshTotpCode();
    expect(await presents(first, code)).toMatchObject(complete('enhanced'));
    expect(await presents(second, code)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X3 that confirmed the app signs nobody in afterwards', async () => {
    const person = await personWithTotp();
    const again = await atTheSecondStep(person);
    const used = totpCode(person.has.totpSecret ?? '', app.clock.now);
    expect(await presents(again, used)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X3 presented by 20 sign-ins at once lets one in', async () => {
    const person = await personWithTotp();
    const people = await devicesAtTheSecondStep(person, 20);
    const code = person.freshTotpCode();
    const replies = await Promise.all(people.map((each) => presents(each, code)));
    const counts = tally(replies);
    expect(counts[200]).toBe(1);
    expect((counts[401] ?? 0) + (counts[429] ?? 0)).toBe(19);
    const sessions = await Promise.all(people.map((each) => each.session()));
    expect(tally(sessions)).toEqual({ 200: 1, 401: 19 });
  });

  it('X3 presented by 20 sign-ins at once is judged for each of them where the lockout has room', async () => {
    const own = await quickstartForThisTest({ policy: { ...FIRST_POLICY, lockout: { maxFailures: 50 } } });
    const person = await personWithTotp(own);
    const people = await devicesAtTheSecondStep(person, 20);
    const code = person.freshTotpCode();
    const replies = await Promise.all(people.map((each) => presents(each, code)));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
  });

  it('X4 wrong ones from 30 flows at once: ten are judged', async () => {
    const person = await personWithTotp();
    const people = await devicesAtTheSecondStep(person, 30);
    const code = person.wrongTotpCode();
    const replies = await atOnce(30, (index) => presents(people[index] ?? person, code));
    expect(tally(replies)).toEqual({ 401: 10, 429: 20 });
  });

  it('is taken one step early or late, and no further', async () => {
    const person = await personWithTotp();
    const [late, early] = [await atTheSecondStep(person), await atTheSecondStep(person)];
    const show = (shift: number): string => totpCode(person.has.totpSecret ?? '', app.clock.now + shift);
    app.clock.advance(120 * SECOND);
    expect(await presents(late, show(-60 * SECOND))).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await presents(early, show(60 * SECOND))).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await presents(late, show(-30 * SECOND))).toMatchObject(complete());
    expect(await presents(early, show(30 * SECOND))).toMatchObject(complete());
  });
});

describe('an app that is being replaced', () => {
  it('X10 stays the one in use until the new one is confirmed', async () => {
    const person = await personWithTotp();
    const inUse = person.has.totpSecret ?? '';
    const pending = await person.client.post('/enroll/totp');
    const next = pending.body.secret ?? '';
    expect(next).not.toBe(inUse);
    expect(await person.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));

    const tooSoon = await atTheSecondStep(person);
    const code = totpCode(next, app.clock.now);
    expect(await presents(tooSoon, code)).toMatchObject(problem(401, 'invalid-credentials'));

    app.clock.advance(30 * SECOND);
    const confirmed = await person.client.post('/enroll/totp/confirm', { code: totpCode(next, app.clock.now) });
    expect(confirmed).toMatchObject({ status: 200, body: { status: 'complete' } });
    const old = await atTheSecondStep(person);
    expect(await presents(old, person.freshTotpCode())).toMatchObject(problem(401, 'invalid-credentials'));
    person.has.totpSecret = next;
    expect(await person.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
  });
});
