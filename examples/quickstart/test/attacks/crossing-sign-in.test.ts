import { describe, expect, it } from 'vitest';
import { complete } from '../support/expectations.ts';
import { PASSWORD, quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile({
  policy: { requiredStrength: 'single', roles: { 'super-admin': { requiredStrength: 'enhanced' } } },
});

/**
 * A person is signed in, signs in again (to another account, or anew to the own one), and signs out in another tab. The server has committed the new session, and
 * the browser does not have its cookie yet: the sign-out is sent with the cookie of the session before.
 */
describe('X11 a sign-out that crosses the answer with a new session of the same browser', () => {
  it('ends the session of the same account, which took the place of the one that was sent', async () => {
    const owner = await app.newcomer();
    const { client } = owner;
    const signsIn = { identifier: owner.identifier, password: PASSWORD };
    expect(await client.post('/sign-in', signsIn)).toMatchObject(complete('single'));
    const otherTab = client.copy();
    expect(await otherTab.post('/sign-in', signsIn)).toMatchObject(complete('single'));
    // The pages say "You signed out" after 200, and after 401 `no-session`.
    expect([200, 401]).toContain((await client.delete('/session')).status);
    expect((await otherTab.get('/session')).status).toBe(401);
  });

  it('ends the session of another account', async () => {
    const [owner, other] = [await app.newcomer(), await app.newcomer()];
    const { client } = owner;
    expect(await client.post('/sign-in', { identifier: owner.identifier, password: PASSWORD })).toMatchObject(
      complete('single'),
    );
    const otherTab = client.copy();
    const signsIn = { identifier: other.identifier, password: PASSWORD };
    expect(await otherTab.post('/sign-in', signsIn)).toMatchObject(complete('single'));
    expect((await client.delete('/session')).status).toBe(200);
    expect((await otherTab.get('/session')).status).toBe(401);
  });
});
