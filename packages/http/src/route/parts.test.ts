import { describe, expect, it } from 'vitest';
import { fakeSallyport } from '../fake-sallyport.test-support.ts';
import { routes, routesWith } from '../routes/index.ts';
import { openApiDocument } from '../routes/openapi-document.ts';
import { serve } from '../serve/serve.ts';
import { InvalidPart, type Parts } from './parts.ts';

const linesOf = (parts: Parts): ReadonlySet<string> =>
  new Set(routesWith(parts).map(({ verb, path }) => `${verb} ${path}`));
const all = linesOf({ signUp: true, organisations: true });
const missing = (parts: Parts): readonly string[] => {
  const served = linesOf({ signUp: true, organisations: true, ...parts });
  return [...all].filter((line) => !served.has(line));
};

describe('parts that a host leaves out', () => {
  it('W4 without administration no route below /admin is served, and every other one is', () => {
    const left = missing({ admin: false });
    expect(left).toEqual([...all].filter((line) => line.includes(' /admin/')));
    expect(left).toContain('PUT /admin/policy');
    expect(left).toContain('POST /admin/accounts/:id/vault/emergency-open');
  });

  it('without deletion nothing deletes an account, and the rest stays', () => {
    expect(missing({ deleteAccount: false })).toEqual(['DELETE /account', 'DELETE /admin/accounts/:id']);
  });

  it('leaves the description out', () => {
    expect(missing({ openapi: false })).toEqual(['GET /openapi.json']);
  });

  it('leaves nothing out that is not said to be', () => {
    expect(missing({ admin: true, deleteAccount: undefined, openapi: true })).toEqual([]);
    expect(all.size).toBe(routes.length);
  });

  it('describes what is served, and nothing that is left out', () => {
    const described = (parts: Parts) => Object(openApiDocument('https://app.example/auth', [], parts)['paths']);
    expect(described({})).toHaveProperty('/admin/policy');
    expect(described({ admin: false })).not.toHaveProperty('/admin/policy');
    expect(described({ deleteAccount: false })['/account']).toHaveProperty('get');
    expect(described({ deleteAccount: false })['/account']).not.toHaveProperty('delete');
  });

  it('X21 serves no sign-up unless the host says so, because it lets strangers make accounts', () => {
    const signUp = ['POST /sign-up', 'POST /sign-up/confirm'];
    expect(missing({ signUp: undefined })).toEqual(signUp);
    expect(missing({ signUp: false })).toEqual(signUp);
    expect(missing({ signUp: true })).toEqual([]);
  });

  it('X41 leaves the administration of organisations to the app unless the host says so', async () => {
    const left = missing({ organisations: undefined });
    expect(left).toEqual([...all].filter((line) => line.includes(' /organisations/')));
    expect(left).toContain('PUT /organisations/:organisation/rule');
    expect(missing({ organisations: false })).toEqual(left);
    expect(linesOf({})).toContain('GET /organisations');
  });

  it.each(['admn', 'signup'])('X20 tells at once that %s is no part', (name) => {
    expect(() => serve(fakeSallyport(), {}, Object.fromEntries([[name, false]]))).toThrow(InvalidPart);
  });

  it('X20 tells at once of a part that is neither true nor false', () => {
    const parts = Object.fromEntries([['admin', 'no']]);
    expect(() => serve(fakeSallyport(), {}, parts)).toThrow(expect.objectContaining({ code: 'invalid-part' }));
  });
});
