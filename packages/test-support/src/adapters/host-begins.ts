import type { Sallyport } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { codeOf } from './ask.ts';
import { fakeSallyport, SESSION } from './fake-sallyport.ts';

const cookie = `sallyport-session=${SESSION}`;

/**
 * Tests the sign-ins and step-ups that host code begins.
 *
 * @param serve serves an app, and resolves to the app's URL. At `/saml/sso` the app begins a sign-in with the continuation
 * `{ location: '/on' }`. If the request has a session, the app also demands a step-up to `enhanced` within 5 minutes. Then the app redirects to
 * `/sign-in`, or to a path named after the status of the answer
 */
export function hostBegins(framework: string, serve: (auth: Sallyport) => Promise<string>): void {
  const beginning = async () => {
    const { auth, heard } = fakeSallyport();
    const site = await serve(auth);
    const ask = (headers: Record<string, string>) => fetch(`${site}/saml/sso`, { headers, redirect: 'manual' });
    return { ask, heard };
  };

  describe(`what host code begins in ${framework}`, () => {
    it('is a sign-in with a continuation, and its cookie is set', async () => {
      const { ask, heard } = await beginning();
      const response = await ask({});
      expect([response.status, response.headers.get('location')]).toEqual([302, '/sign-in']);
      expect(response.headers.getSetCookie()).toEqual([
        `sallyport-flow=${'f'.repeat(43)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`,
      ]);
      expect(heard.at(-1)?.input).toEqual({ continuation: { location: '/on' } });
    });

    it('is a step-up of the session that is there', async () => {
      const { ask, heard } = await beginning();
      const response = await ask({ cookie });
      expect([response.status, response.headers.get('location')]).toEqual([302, '/complete']);
      expect(response.headers.getSetCookie().join()).toContain('sallyport-session=');
      expect(heard.at(-1)?.input).toEqual({ continuation: { location: '/on' }, strength: 'enhanced', within: 300_000 });
    });

    it('is nothing where a request says who it is in two ways', async () => {
      const { ask } = await beginning();
      const response = await ask({ cookie, authorization: `Bearer ${'t'.repeat(43)}` });
      expect(response.status).toBe(400);
      expect(await codeOf(response)).toBe('malformed-input');
    });
  });
}
