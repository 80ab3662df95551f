import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from './support/clock.ts';
import { complete, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';
import type { SessionEntry } from './support/shapes.ts';

const app = await quickstartForThisFile();

async function signedIn(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  return person;
}

async function sessionsOf(person: Person): Promise<readonly SessionEntry[]> {
  const reply = await person.client.get<{ sessions: readonly SessionEntry[] }>('/account/sessions');
  expect(reply.status).toBe(200);
  return reply.body.sessions;
}

describe('a session', () => {
  it('is told as the sign-in told it', async () => {
    const person = await app.newcomer();
    const at = new Date(app.clock.now).toISOString();
    const { session } = (await person.proves('password', 'email-code')).body;
    expect(session).toMatchObject({ accountId: person.has.accountId, strength: 'baseline', authTime: at });
    expect(session?.amr).toContain('pwd');
    expect(await person.session()).toMatchObject({ status: 200, body: { session } });
    expect((await person.client.host('GET', '/app/reports')).status).toBe(200);
  });

  it('ends when its owner signs out, and the device stays known', async () => {
    const person = await signedIn();
    const kept = person.client.copy();
    const device = person.client.cookies.get('sallyport-device');
    expect((await person.signsOut()).status).toBe(200);
    expect(person.client.cookies.has('sallyport-session')).toBe(false);
    expect(person.client.cookies.get('sallyport-device')).toBe(device);
    expect(await kept.get('/session')).toMatchObject(problem(401, 'no-session'));
    expect(await person.signsOut()).toMatchObject(problem(401, 'no-session'));
  });

  it('at baseline lasts 30 days and no longer', async () => {
    const person = await signedIn();
    const { session } = (await person.session()).body;
    const left = Date.parse(session?.expiresAt ?? '') - app.clock.now;
    expect(left).toBe(30 * DAY);
    app.clock.advance(left - SECOND);
    expect((await person.session()).status).toBe(200);
    app.clock.advance(SECOND);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.client.host('GET', '/app/reports')).toMatchObject({ status: 401 });
  });

  it('at enhanced ends after an hour without use, and after a day with it', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const [idle, used] = [person.elsewhere(), person.elsewhere()];
    expect(await idle.proves('password', 'totp')).toMatchObject(complete('enhanced'));
    expect(await used.proves('password', 'totp')).toMatchObject(complete('enhanced'));
    for (let hour = 0; hour < 23; hour += 1) {
      app.clock.advance(HOUR - MINUTE);
      expect((await used.session()).status, `after ${hour} hours`).toBe(200);
    }
    expect(await idle.session()).toMatchObject(problem(401, 'no-session'));
    for (let step = 0; step < 3; step += 1) {
      app.clock.advance(30 * MINUTE);
      await used.session();
    }
    expect(await used.session()).toMatchObject(problem(401, 'no-session'));
  });
});

describe('the list of sessions', () => {
  it('has each with its times and strength, and says which is the current one', async () => {
    const person = await signedIn();
    const createdAt = new Date(app.clock.now).toISOString();
    app.clock.advance(MINUTE);
    const other = person.elsewhere();
    await other.proves('password', 'email-code');
    const sessions = await sessionsOf(person);
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ current }) => current)).toMatchObject([{ createdAt, strength: 'baseline' }]);
    expect((await sessionsOf(other)).find(({ current }) => current)?.id).toBe(
      sessions.find(({ current }) => !current)?.id,
    );
    for (const { id, expiresAt, lastSeenAt } of sessions) {
      expect(id).not.toBe('');
      expect(Date.parse(expiresAt)).toBeGreaterThan(app.clock.now);
      expect(Date.parse(lastSeenAt)).toBeLessThanOrEqual(app.clock.now);
    }
  });

  it('holds no token with which one could sign in', async () => {
    const person = await signedIn();
    const list = await person.client.get('/account/sessions');
    for (const secret of person.client.cookies.values()) expect(list.text).not.toContain(secret);
  });

  it('lets its owner end one of them, at once', async () => {
    const person = await signedIn();
    const other = person.elsewhere();
    await other.proves('password', 'email-code');
    const id = (await sessionsOf(person)).find(({ current }) => !current)?.id ?? '';
    expect((await person.client.delete(`/account/sessions/${encodeURIComponent(id)}`)).status).toBe(200);
    expect(await other.session()).toMatchObject(problem(401, 'no-session'));
    expect((await person.session()).status).toBe(200);
    expect(await sessionsOf(person)).toHaveLength(1);
    const again = await person.client.delete(`/account/sessions/${encodeURIComponent(id)}`);
    expect(again).toMatchObject(problem(404, 'not-found'));
    expect(await (await app.admin()).events({ person, type: 'session.revoked' })).toHaveLength(1);
  });

  it("lets nobody end another person's", async () => {
    const [person, other] = [await signedIn(), await signedIn()];
    const id = (await sessionsOf(other))[0]?.id ?? '';
    const reply = await person.client.delete(`/account/sessions/${encodeURIComponent(id)}`);
    expect(reply).toMatchObject(problem(404, 'not-found'));
    expect((await other.session()).status).toBe(200);
  });

  it('lets its owner end all others', async () => {
    const person = await signedIn();
    const others = [person.elsewhere(), person.elsewhere()];
    for (const other of others) await other.proves('password', 'email-code');
    expect((await person.client.delete('/account/sessions')).status).toBe(200);
    for (const other of others) expect(await other.session()).toMatchObject(problem(401, 'no-session'));
    expect((await person.session()).status).toBe(200);
    expect(await sessionsOf(person)).toMatchObject([{ current: true }]);
  });
});
