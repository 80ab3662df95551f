import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { asksToEnroll, complete } from '../support/expectations.ts';
import { HASHING_IN_EARNEST, quickstartForThisFile } from '../support/quickstart.ts';

// A slow judgement, as on a busy machine, or at a directory.
const app = await quickstartForThisFile({ passwordHashing: { ...HASHING_IN_EARNEST, timeCost: 30 } });

describe('X11 a sign-out while the first proof of a further sign-in is judged', () => {
  it('ends that sign-in, which was sent with the token of the session', async () => {
    const owner = await app.newcomer();
    expect(await owner.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    const { client } = owner;
    const email = 'invited-in-flight@example.org';
    const ada = await app.admin();
    const made = await ada.creates({ identifier: email, email, roles: ['contractor'], invite: true });
    expect(made.status).toBe(201);
    const { token } = await app.nextMail(email, 'token', 0);

    const otherTab = client.copy();
    const order: string[] = [];
    const follows = otherTab.post('/invitation', { token, password: 'a long password of the invited' }).finally(() => {
      order.push('proof');
    });
    await pause(30);
    const out = await client.delete('/session');
    order.push('sign-out');
    expect(out.status).toBe(200);
    const answer = await follows;
    expect(order).toEqual(['sign-out', 'proof']);
    if (answer.status !== 200) return;
    // The tabs share their cookies: the late answer brings the browser the cookie of the sign-in.
    expect(answer).toMatchObject(asksToEnroll);
    client.cookies.set('sallyport-flow', otherTab.cookies.get('sallyport-flow') ?? '');
    expect((await client.post('/enroll/passkey/options')).status).not.toBe(200);
  });
});
