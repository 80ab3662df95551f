import { describe, expect, it } from 'vitest';
import { complete, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();
const REASON = 'The investigation of 3 February';

async function signedIn(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete());
  return person;
}

describe('an account that an administrator blocks', () => {
  it('P18 loses its sessions at once, and cannot sign in until it is unblocked', async () => {
    const person = await signedIn();
    const elsewhere = person.elsewhere();
    await elsewhere.proves('password', 'email-code');
    const ada = await app.admin();
    expect((await ada.does('block', person, { reason: REASON })).status).toBe(200);

    for (const device of [person, elsewhere]) {
      expect(await device.session()).toMatchObject(problem(401, 'no-session'));
      expect(await device.client.host('GET', '/app/reports')).toMatchObject({ status: 401 });
    }
    expect(await ada.sees(person)).toMatchObject({ status: 'blocked', blockedReason: REASON, sessions: 0 });
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(problem(403, 'account-blocked'));

    expect((await ada.does('unblock', person)).status).toBe(200);
    expect((await ada.sees(person)).status).toBe('active');
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.elsewhere().proves('password', 'email-code')).toMatchObject(complete());
  });

  it('P18 is told so only after a proof, and never why', async () => {
    const person = await app.newcomer();
    await (await app.admin()).does('block', person, { reason: REASON });
    const free = await app.newcomer();

    const replies = [await person.begins(), await free.begins()];
    expect(replies[0]?.body).toEqual(replies[1]?.body);
    expect(await person.stranger().signInWithPassword()).toMatchObject(problem(401, 'invalid-credentials'));
    const told = await person.signInWithPassword();
    expect(told).toMatchObject(problem(403, 'account-blocked'));
    expect(told.text).not.toContain(REASON);
  });

  it('P18 is in the action log with who did it, once each, and in the security view while it lasts', async () => {
    const person = await app.newcomer();
    const ada = await app.admin();
    const actor = await ada.idOf(ada.person);
    const blocked = async (): Promise<string> =>
      JSON.stringify((await ada.person.client.get<{ blocked: unknown }>('/admin/security')).body.blocked);

    await ada.does('block', person, { reason: REASON });
    expect(await ada.events({ person, type: 'account.blocked' })).toMatchObject([{ actor }]);
    expect(await blocked()).toContain(person.has.accountId);
    await ada.does('unblock', person);
    expect(await ada.events({ person, type: 'account.unblocked' })).toMatchObject([{ actor }]);
    expect(await blocked()).not.toContain(person.has.accountId);
  });

  it('P19 shows what it had access to, by the list that the host supplies', async () => {
    const person = await signedIn();
    const ada = await app.admin();
    await ada.does('block', person, { reason: REASON });
    const path = `/admin/accounts/${await ada.idOf(person)}/exposure`;
    const reply = await ada.person.client.get<{ asOf: string; items: readonly object[] }>(path);
    expect(reply.status).toBe(200);
    expect(Date.parse(reply.body.asOf)).toBe(app.clock.now);
    expect(reply.body.items.length).toBeGreaterThan(0);
    for (const item of reply.body.items) {
      expect(item).toMatchObject({ id: expect.any(String), label: expect.any(String), access: expect.any(String) });
    }
  });

  it('P19 says when the person last used each of it, where the app recorded that', async () => {
    const [person, other] = [await signedIn(), await signedIn()];
    const usedAt = new Date(app.clock.now).toISOString();
    expect((await person.client.host('GET', '/app/reports')).status).toBe(200);
    expect((await person.client.host('GET', '/app/vault')).status).toBe(401);
    const ada = await app.admin();
    const usesOf = async (who: Person): Promise<Readonly<Record<string, string | undefined>>> => {
      const path = `/admin/accounts/${await ada.idOf(who)}/exposure`;
      const { body } = await ada.person.client.get<{ items: readonly { id: string; lastUsedAt?: string }[] }>(path);
      return Object.fromEntries(body.items.map(({ id, lastUsedAt }) => [id, lastUsedAt]));
    };
    expect(await usesOf(person)).toEqual({ reports: usedAt });
    expect(await usesOf(other)).toEqual({});
  });
});
