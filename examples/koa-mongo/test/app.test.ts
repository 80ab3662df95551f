import type { Server } from 'node:http';
import type { Mail } from '@sallyport/engine';
import { freePort } from '@sallyport/test-support/free-port';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { type Db, ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../src/app.ts';
import { mongoHere, startMongo } from './mongo.ts';

const PASSWORD = 'correct horse battery staple';

describe.skipIf(mongoHere === null)('X26 a Koa app with users of its own in MongoDB', () => {
  const mails: Mail[] = [];
  let mongo: Awaited<ReturnType<typeof startMongo>>;
  let db: Db;
  let running: Awaited<ReturnType<typeof createApp>>;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    mongo = await startMongo();
    db = mongo.client.db(`club_${Date.now()}`);
    const port = await freePort();
    origin = `http://localhost:${port}`;
    const secret = 'a secret that only this test knows, and nobody needs';
    running = await createApp({ db, origin, secret, sendMail: (mail) => void mails.push(mail) });
    server = running.app.listen(port, '127.0.0.1');
  });
  afterAll(async () => {
    server?.closeAllConnections();
    server?.close();
    await running?.close();
    await db?.dropDatabase();
    await mongo?.stop();
  });

  /** A browser: keeps cookies and sends the `Origin` of its page. */
  function browser() {
    const cookies = new Map<string, string>();
    return async (line: string, json?: object) => {
      const [method = '', path = ''] = line.split(' ');
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(origin + path, {
        method,
        headers: { origin, cookie, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      const text = await response.text();
      return { status: response.status, body: isJson ? JSON.parse(text) : text };
    };
  }

  /** Signs up by the mailed link, and is a user of the app from the first request on. */
  async function member(email: string) {
    const at = browser();
    expect((await at('POST /auth/sign-up', { email })).status).toBe(202);
    const token = await vi.waitUntil(() => mails.findLast(({ to, kind }) => to === email && kind === 'sign-up')?.token);
    const made = await at('POST /auth/sign-up/confirm', { token, password: PASSWORD });
    expect(made.body).toMatchObject({ status: 'complete' });
    return { at, id: String((await at('GET /me')).body._id) };
  }

  it('a member signs up, signs in and is a user of the collection, which nothing was added to', async () => {
    expect((await browser()('GET /me')).status).toBe(401);
    const { at, id } = await member('carl@example.org');
    expect((await at('GET /me')).body).toEqual({ _id: id, email: 'carl@example.org', roles: [] });
    expect((await browser()('POST /auth/sign-up', { email: 'CARL@example.org' })).status).toBe(202);
    await vi.waitUntil(() => mails.at(-1)?.kind === 'sign-up-taken');
    expect(await db.collection('users').countDocuments()).toBe(1);
    expect((await db.listCollections().toArray()).map(({ name }) => name).sort()).toEqual(['sallyport', 'users']);
  });

  it('who becomes an organizer steps up at the next request, with a passkey, and makes others one', async () => {
    const [olga, mia] = [await member('olga@example.org'), await member('mia@example.org')];
    const promoted = { roles: 'organizer' };
    expect(await olga.at(`PUT /members/${mia.id}/roles`, promoted)).toMatchObject({
      status: 401,
      body: { code: 'insufficient-strength' },
    });

    // The first organizer is made in the database.
    await db.collection('users').updateOne({ _id: new ObjectId(olga.id) }, { $set: { roles: ['organizer'] } });
    const offered = await olga.at('POST /auth/step-up', { strength: 'enhanced' });
    expect(offered.body).toMatchObject({ status: 'enroll' });
    const authenticator = createAuthenticator();
    const made = await authenticator.create((await olga.at('POST /auth/enroll/passkey/options', {})).body, { origin });
    expect((await olga.at('POST /auth/enroll/passkey', { response: made })).body).toMatchObject({ status: 'complete' });

    expect((await olga.at(`PUT /members/${mia.id}/roles`, {})).status).toBe(400);
    expect((await olga.at('PUT /members/nobody/roles', promoted)).status).toBe(404);
    expect((await mia.at('GET /me')).status).toBe(200);
    expect((await olga.at(`PUT /members/${mia.id}/roles`, promoted)).status).toBe(204);
    expect(await mia.at('GET /me')).toMatchObject({ status: 401, body: { code: 'insufficient-strength' } });
  });
});
