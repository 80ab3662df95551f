import type { Mail } from '@sallyport/engine';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../src/app.ts';

const origin = 'http://localhost:3000';
const person = { email: 'ada@example.org', password: 'correct horse battery staple' };

describe('X26 a Hono app', () => {
  const mails: Mail[] = [];
  let running: Awaited<ReturnType<typeof createApp>>;
  beforeAll(async () => {
    const secret = 'a secret that only this test knows, and nobody needs';
    running = await createApp({ origin, secret, sendMail: (mail) => void mails.push(mail), ip: () => '192.0.2.7' });
  });
  afterAll(() => running?.close());

  const post = (path: string, body: object, cookie = ''): Promise<Response> | Response =>
    running.app.request(path, {
      method: 'POST',
      headers: { origin, cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const cookiesOf = (response: Response): string =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');

  it('signs a person up and in, and asks for more where more is needed', async () => {
    expect((await post('/auth/sign-up', { email: 1 })).status).toBe(400);
    expect((await post('/auth/sign-up', { email: person.email })).status).toBe(202);
    await vi.waitUntil(() => mails.length > 0);
    const confirmed = { token: mails[0]?.token, password: person.password };
    expect(await (await post('/auth/sign-up/confirm', confirmed)).json()).toMatchObject({ status: 'complete' });
    expect((await running.app.request('/me')).status).toBe(401);
    const flow = cookiesOf(await post('/auth/sign-in', { identifier: person.email, password: person.password }));
    await post('/auth/sign-in/email-code/send', {}, flow);
    const done = await post('/auth/sign-in/email-code', { code: mails.at(-1)?.code }, flow);
    expect(await done.json()).toMatchObject({ status: 'complete' });
    const cookie = cookiesOf(done);
    expect((await running.app.request('/me', { headers: { cookie } })).status).toBe(200);
    const weak = await post('/payout', {}, cookie);
    expect([weak.status, await weak.json()]).toMatchObject([401, { code: 'insufficient-strength' }]);
    const sessions = await running.app.request('/auth/account/sessions', { headers: { cookie } });
    expect(JSON.stringify(await sessions.json())).toContain('192.0.2.7');
  });
});
