import { describe, expect, it } from 'vitest';
import { asksToEnroll, problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();
const PASSWORD = 'four plain words together';

describe('X21 a sign-up over HTTP', () => {
  it('makes the account by the mailed link, once, and tells no stranger who has an account', async () => {
    const address = 'new-here@example.org';
    const client = app.newClient();
    const told = await client.post('/sign-up', { email: address });
    const taken = await client.post('/sign-up', { email: 'dora@example.org' });
    expect([told.status, taken.status]).toEqual([202, 202]);
    expect(told.text).toBe(taken.text);
    expect(Array.from(told.headers.keys()).sort()).toEqual(Array.from(taken.headers.keys()).sort());
    const { token } = await app.nextMail(address, 'token', 0);
    for (const other of [`${token}=`, `${token}.`, ` ${token}`, `${token}!`])
      expect(await client.post('/sign-up/confirm', { token: other, password: PASSWORD }), `X3 ${other}`).toMatchObject(
        problem(401, 'invalid-credentials'),
      );
    const reply = await client.post('/sign-up/confirm', { token, password: PASSWORD });
    expect(reply).toMatchObject({ status: 200, body: { status: 'complete', session: { strength: 'baseline' } } });
    expect((await client.get('/account')).body).toMatchObject({ identifiers: [address], email: address, roles: [] });
    expect(await app.newClient().post('/sign-up/confirm', { token, password: PASSWORD })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    const [mail] = await app.mailsTo('dora@example.org');
    expect(mail).not.toHaveProperty('token');
    expect(mail?.text).toMatch(/has an account already/);
    expect(mail?.text.match(/https?:\S+/g)).toEqual([`${app.url}/sign-in`]);
  });

  it('goes on with a factor where there is no password, in token mode too', async () => {
    const address = 'passkey-only@example.org';
    const client = app.newClient('token');
    expect((await client.post('/sign-up', { email: address })).status).toBe(202);
    const { token } = await app.nextMail(address, 'token', 0);
    const reply = await client.post('/sign-up/confirm', { token });
    expect(reply.body).toMatchObject({
      status: 'enroll',
      offer: [{ method: 'passkey' }],
      flow: { token: expect.any(String) },
    });
  });

  it('refuses what is no address, or has a field that nobody knows', async () => {
    const client = app.newClient();
    for (const json of [{}, { email: 'nobody' }, { email: 1 }, { email: 'a@example.org', role: 'admin' }])
      expect(await client.post('/sign-up', json)).toMatchObject(problem(400, 'malformed-input'));
    expect(await client.post('/sign-up/confirm', { token: 'x'.repeat(1_025) })).toMatchObject(
      problem(400, 'malformed-input'),
    );
  });
});

describe('X21 an invitation over HTTP', () => {
  it('is mailed by an administrator, opens the first sign-in once, and is taken back', async () => {
    const ada = await app.admin();
    const identifier = 'invited@example.org';
    const invite = { identifier, email: identifier, roles: ['employee'], invite: true };
    const made = await ada.person.client.post<{ accountId: string }>('/admin/accounts', invite);
    expect(made).toMatchObject({ status: 201, body: { identifiers: [identifier] } });
    const { token: first } = await app.nextMail(identifier, 'token', 0);
    const path = `/admin/accounts/${made.body.accountId}/invitation`;
    expect((await ada.person.client.post(path)).status).toBe(202);
    const { token: second } = await app.nextMail(identifier, 'token', 1);
    const client = app.newClient();
    const accept = (token: string | undefined) => client.post('/invitation', { token, password: PASSWORD });
    expect(await accept(first)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await accept(second)).toMatchObject({ status: 200, body: { status: 'complete' } });
    expect(await accept(second)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await ada.person.client.post(path)).toMatchObject(problem(404, 'not-found'));
    const other = { identifier: 'other@example.org', email: 'other@example.org', invite: true };
    const { body } = await ada.person.client.post<{ accountId: string }>('/admin/accounts', other);
    const { token } = await app.nextMail('other@example.org', 'token', 0);
    expect((await ada.person.client.delete(`/admin/accounts/${body.accountId}/invitation`)).status).toBe(204);
    expect(await accept(token)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('opens the first sign-in again as soon as the person gives the open one up', async () => {
    const ada = await app.admin();
    const identifier = 'gives-up@example.org';
    const invite = { identifier, email: identifier, roles: ['contractor'], invite: true };
    expect((await ada.person.client.post('/admin/accounts', invite)).status).toBe(201);
    const { token } = await app.nextMail(identifier, 'token', 0);
    const [here, there] = [app.newClient(), app.newClient()];
    const accept = (client: typeof here) => client.post('/invitation', { token, password: PASSWORD });
    expect(await accept(here)).toMatchObject(asksToEnroll);
    expect(await accept(there)).toMatchObject(problem(401, 'invalid-credentials'));
    expect((await here.delete('/sign-in')).status).toBe(200);
    expect(await accept(there)).toMatchObject(asksToEnroll);
    expect(await accept(here)).toMatchObject(problem(401, 'invalid-credentials'));
  });
});
