import { createSallyportClient, isProblem, memoryTokens } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { complete } from '../support/expectations.ts';
import { PASSWORD, quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile();

/**
 * A sign-out is sent while the answer that rotates the session's token is on its way: the server has committed the new token, and the client does not
 * have it yet.
 */
describe('X11 a sign-out that crosses an answer with the next token of the session', () => {
  it.each([
    ['a step-up', '/step-up', { strength: 'baseline' }],
    ['a new password', '/account/password', { current: PASSWORD, next: 'wrong horse battery staple' }],
  ])('ends the session in a browser, after %s', async (_, path, body) => {
    const owner = await app.newcomer();
    expect(await owner.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    const otherTab = owner.client.copy();
    expect((await owner.client.post(path, body)).status).toBe(200);
    // The pages say "You signed out" after 200, and after 401 `no-session`.
    const out = await otherTab.delete('/session');
    expect([200, 401]).toContain(out.status);
    expect((await owner.session()).status).toBe(401);
  });

  it('ends the session in a client of the package in token mode', async () => {
    const owner = await app.newcomer();
    const client = app.newClient('token');
    const at = owner.elsewhere(client);
    expect(await at.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    const tokens = memoryTokens();
    await tokens.write({ session: client.tokens.session, device: client.tokens.device });
    let arrives = (): void => {};
    const late = new Promise<void>((resolve) => {
      arrives = resolve;
    });
    let committed = (): void => {};
    const isCommitted = new Promise<void>((resolve) => {
      committed = resolve;
    });
    const fetchLate: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!String(input).endsWith('/step-up')) return response;
      committed();
      await late;
      return response;
    };
    const sallyport = createSallyportClient({ baseUrl: `${client.origin}/auth`, tokens, fetch: fetchLate });
    const raised = sallyport.stepUp({ strength: 'baseline' });
    await isCommitted;
    const out = await sallyport.session.end().catch((thrown: unknown) => thrown);
    if (isProblem(out)) expect(out.code).toBe('no-session');
    arrives();
    await raised;
    await expect(sallyport.session.get()).rejects.toMatchObject({ code: 'no-session' });
  });
});
