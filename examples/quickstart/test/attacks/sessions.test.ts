import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../support/clock.ts';
import { accepted, complete, continues, problem, tally } from '../support/expectations.ts';
import { interleaving } from '../support/interleaving-store.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile({
  aroundStore: interleaving,
  policy: {
    roles: {
      ...FIRST_POLICY.roles,
      keyholder: { requiredStrength: 'phishing-resistant' },
      kiosk: { session: { idle: '5m', absolute: '1h' } },
    },
  },
});

async function personWith(factor: 'totp' | 'passkey' | 'nothing', ...roles: readonly string[]): Promise<Person> {
  const person = await app.newcomer(...roles);
  await person.proves('password', 'email-code');
  if (factor === 'totp') await person.enrollsTotp();
  if (factor === 'passkey') await person.enrollsPasskey();
  return person;
}

const GONE = problem(401, 'no-session');

describe('how long a session lasts', () => {
  it('X11 at phishing-resistant: a quarter of an hour of silence, half a day at most', async () => {
    const person = await personWith('passkey', 'keyholder');
    const [idle, used] = [person.elsewhere(), person.elsewhere()];
    for (const device of [idle, used])
      expect(await device.proves('passkey')).toMatchObject(complete('phishing-resistant'));
    for (let quarter = 0; quarter < 51; quarter += 1) {
      app.clock.advance(14 * MINUTE);
      expect((await used.session()).status, `after ${quarter + 1} times 14 minutes`).toBe(200);
    }
    expect(await idle.session()).toMatchObject(GONE);
    app.clock.advance(6 * MINUTE);
    expect(await used.session()).toMatchObject(GONE);
  });

  it('X11 the shortest wins: a role’s limits over those of the strength', async () => {
    const person = await personWith('nothing', 'kiosk');
    for (let times = 0; times < 14; times += 1) {
      app.clock.advance(4 * MINUTE);
      expect((await person.session()).status).toBe(200);
    }
    app.clock.advance(4 * MINUTE);
    expect(await person.session()).toMatchObject(GONE);
    const idle = person.elsewhere();
    await idle.proves('password', 'email-code');
    app.clock.advance(5 * MINUTE + 1);
    expect(await idle.session()).toMatchObject(GONE);
  });

  it('X11 raising a session does not lengthen it', async () => {
    const person = await personWith('totp');
    const before = Date.parse((await person.session()).body.session?.expiresAt ?? '');
    app.clock.advance(DAY);
    await person.client.post('/step-up', { strength: 'enhanced' });
    expect(await person.goesOnWith('totp')).toMatchObject(complete('enhanced'));
    expect(Date.parse((await person.session()).body.session?.expiresAt ?? '')).toBe(before);
  });
});

describe('the token of a session', () => {
  it('X11 changes with every step-up, one that asks for nothing new included; the old one is nothing', async () => {
    const person = await personWith('totp');
    await person.provesStrongest();
    for (const strength of ['baseline', 'enhanced']) {
      const old = person.client.copy();
      expect(await person.client.post('/step-up', { strength })).toMatchObject(complete());
      expect(await old.get('/session')).toMatchObject(GONE);
      expect((await person.session()).status).toBe(200);
    }
    expect((await (await app.admin()).sees(person)).sessions).toBe(1);
  });

  it('X11 of one session there is never a second, however many requests raise or rotate it at once', async () => {
    const person = await personWith('nothing');
    const devices = Array.from({ length: 20 }, () => person.elsewhere(person.client.copy()));
    const { password: current } = person.has;
    const replies = await Promise.all(
      devices.map(({ client }, index) =>
        index % 2 === 0
          ? client.post('/step-up', { strength: 'baseline' })
          : client.post('/account/password', { current, next: `a new pass phrase, number ${index}` }),
      ),
    );
    expect(tally(replies)[200]).toBe(1);
    const sessions = await Promise.all(devices.map((device) => device.session()));
    expect(tally(sessions)).toEqual({ 200: 1, 401: 19 });
    expect((await (await app.admin()).sees(person)).sessions).toBe(1);
  });
});

describe('ending sessions', () => {
  it('X11 "all others" beside others that rotate and are raised at that moment: none of them is left', async () => {
    const person = await personWith('totp');
    for (let round = 0; round < 5; round += 1) {
      const others = Array.from({ length: 4 }, () => person.elsewhere());
      for (const other of others) expect(await other.proves('password', 'totp')).toMatchObject(complete('enhanced'));
      const rotate = ({ client }: Person) =>
        client.post('/step-up', { strength: round % 2 === 0 ? 'single' : 'enhanced' });
      const [ended] = await Promise.all([person.client.delete('/account/sessions'), ...others.map(rotate)]);
      expect(ended.status).toBe(200);
      for (const other of others) expect(await other.session()).toMatchObject(GONE);
      expect((await person.session()).status).toBe(200);
      expect((await (await app.admin()).sees(person)).sessions).toBe(1);
    }
  });

  it('X11 one session that rotates at that moment is ended under whatever token it goes by', async () => {
    const person = await personWith('totp');
    for (let round = 0; round < 5; round += 1) {
      const other = person.elsewhere();
      await other.proves('password', 'totp');
      const { body } = await person.client.get<{ sessions: { id: string; current: boolean }[] }>('/account/sessions');
      const id = body.sessions.find(({ current }) => !current)?.id ?? '';
      await Promise.all([
        other.client.post('/step-up', { strength: 'single' }),
        round % 2 === 0
          ? person.client.delete(`/account/sessions/${id}`)
          : other.elsewhere(other.client.copy()).signsOut(),
      ]);
      expect(await other.session()).toMatchObject(GONE);
    }
  });
});

describe('a step-up', () => {
  it('X8 demands what is missing, and a sign-in that was strong but long ago is not recent', async () => {
    const person = await personWith('passkey');
    await person.provesStrongest();
    const payout = () => person.client.host('POST', '/app/payout', { json: {} });
    expect((await payout()).status).toBe(200);
    app.clock.advance(6 * MINUTE);
    const refused = await payout();
    expect(refused).toMatchObject(problem(401, 'insufficient-strength'));
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_user_authentication');
    const begun = await person.client.post('/step-up', { strength: 'phishing-resistant', within: '5m' });
    expect(begun).toMatchObject(continues);
    expect(accepted(begun)).toContain('passkey');
    expect(await person.goesOnWith('passkey')).toMatchObject(complete('phishing-resistant'));
    expect((await payout()).status).toBe(200);
  });

  it('X8 is over once its session was raised elsewhere, ended, or changed its password', async () => {
    const person = await personWith('totp');
    const stale = person.client.copy();
    await stale.post('/step-up', { strength: 'enhanced' });
    await person.client.post('/step-up', { strength: 'enhanced' });
    expect(await person.goesOnWith('totp')).toMatchObject(complete('enhanced'));
    const late = await stale.post('/sign-in/totp', { code: person.freshTotpCode() });
    expect(late).toMatchObject(problem(410, 'flow-expired'));
    expect(await stale.get('/session')).toMatchObject(GONE);
    expect((await person.session()).body.session).toMatchObject({ strength: 'enhanced' });
  });
});
