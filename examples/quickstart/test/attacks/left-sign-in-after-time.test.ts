import { describe, expect, it } from 'vitest';
import { MINUTE } from '../support/clock.ts';
import { asksToEnroll, complete } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile();

/** Somebody whose session in a shared browser is past its time, and who left a further sign-in there at the set-up of a factor. */
async function leftPastTime(): Promise<Person> {
  const owner = await app.newcomer();
  expect(await owner.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  const { accountId } = await owner.account();
  const ada = await app.admin();
  const given = await ada.person.client.put(`/admin/accounts/${accountId}/roles`, { roles: ['contractor'] });
  expect(given.status).toBe(200);
  const { session } = (await owner.session()).body;
  app.clock.advance(Date.parse(session?.expiresAt ?? '') - app.clock.now - 5 * MINUTE);
  expect(await owner.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  app.clock.advance(10 * MINUTE);
  return owner;
}

/** Somebody whose session in a shared browser was ended from home, and who left a further sign-in there, in another tab, at the set-up of a factor. */
async function leftAfterEnd(): Promise<Person> {
  const owner = await app.newcomer();
  expect(await owner.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  const { accountId } = await owner.account();
  const home = owner.elsewhere();
  expect(await home.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  expect((await home.client.delete('/account/sessions')).status).toBe(200);
  const ada = await app.admin();
  const given = await ada.person.client.put(`/admin/accounts/${accountId}/roles`, { roles: ['contractor'] });
  expect(given.status).toBe(200);
  expect(await owner.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  return owner;
}

describe('X11 the next person in a shared browser, where somebody left a sign-in open and pressed *Sign out* after the end of the session', () => {
  it.each([
    ['by time', leftPastTime],
    ['from home', leftAfterEnd],
  ])('sets up nothing: the session ended %s', async (_, left) => {
    const owner = await left();
    const { client } = owner;
    // The pages take 401 `no-session` for a sign-out: the session was over already.
    expect([200, 401]).toContain((await owner.signsOut()).status);
    expect.soft([...client.cookies.keys()]).not.toContain('sallyport-flow');
    expect.soft(await client.get('/sign-in?local=1')).toMatchObject({ body: { status: 'open' } });
    const next = owner.stranger().elsewhere(client);
    const set = await next.enrollsPasskey('of the next person').catch(() => undefined);
    expect(set?.status).not.toBe(200);
    expect((await next.session()).status).toBe(401);
  });
});
