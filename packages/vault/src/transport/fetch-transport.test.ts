import { describe, expect, it } from 'vitest';
import { codeOf } from '../client.test-support.ts';
import { fetchTransport } from './fetch-transport.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A `fetch` that gives every request the same answer, and records the requests. */
function answering(answer: () => Response): { readonly seen: Seen[]; readonly fetch: typeof globalThis.fetch } {
  const seen: Seen[] = [];
  return {
    seen,
    fetch: async (input, init) => {
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
      seen.push({ method: init?.method, url: String(input), headers: new Headers(init?.headers), body });
      return answer();
    },
  };
}

const empty = (): Response => Response.json({ version: 0, envelopes: [] });
const problem = (status: number, code: string): Response =>
  new Response(JSON.stringify({ code, title: code, status }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

describe('the vault over HTTP', () => {
  it('asks as the contract has it', async () => {
    const { seen, fetch } = answering(empty);
    const transport = fetchTransport({ baseUrl: '/auth/', fetch, headers: { authorization: 'Bearer t' } });
    const envelope = { kind: 'passkey', passkeyId: 'p', sealed: 's' } as const;
    await transport.load();
    await transport.replace(0, { keyId: 'k', envelopes: [envelope] });
    await transport.add(7, envelope);
    await transport.remove(8, 'a/b');
    await transport.replace(0, { keyId: 'k', envelopes: [] }, 'a1');
    await transport.add(7, envelope, 'a1');
    await transport.remove(8, 'b', 'a1');
    expect(seen.splice(4).map(({ headers }) => headers.get('sallyport-account'))).toEqual(['a1', 'a1', 'a1']);
    expect(seen.map(({ headers }) => headers.get('sallyport-account'))).toEqual([null, null, null, null]);
    expect(seen.map(({ method, url, headers, body }) => [method, url, headers.get('if-match'), body])).toEqual([
      ['GET', '/auth/account/vault', null, undefined],
      ['PUT', '/auth/account/vault', '"0"', { keyId: 'k', envelopes: [envelope] }],
      ['POST', '/auth/account/vault/envelopes', '"7"', envelope],
      ['DELETE', '/auth/account/vault/envelopes/a%2Fb', '"8"', undefined],
    ]);
    expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual(Array(4).fill('Bearer t'));
  });

  it.each([
    { status: 412, code: 'precondition-failed', told: 'vault-changed' },
    { status: 409, code: 'vault-needs-another-way', told: 'vault-needs-another-way' },
    { status: 401, code: 'insufficient-strength', told: 'refused' },
  ])('tells $status $code as $told', async ({ status, code, told }) => {
    const transport = fetchTransport(answering(() => problem(status, code)));
    await expect(transport.load()).rejects.toMatchObject({ name: 'VaultError', code: told, problem: { status, code } });
  });

  it('lets the host word what is not about the vault, and nothing else', async () => {
    const refusalOf = async (response: Response): Promise<Error> => new TypeError(await response.text());
    const refused = answering(() => problem(401, 'no-session'));
    await expect(fetchTransport({ ...refused, refusalOf }).load()).rejects.toThrow(/no-session/);
    const conflict = answering(() => problem(412, 'precondition-failed'));
    expect(await codeOf(() => fetchTransport({ ...conflict, refusalOf }).load())).toBe('vault-changed');
  });

  it.each([
    'no json',
    '[]',
    '{}',
    '{"version":-1,"envelopes":[]}',
    '{"version":1.5,"envelopes":[]}',
    '{"version":1}',
    '{"version":1,"keyId":1,"envelopes":[]}',
    '{"version":1,"envelopes":[{"id":"a","kind":"other","createdAt":"","sealed":""}]}',
    '{"version":1,"envelopes":[{"kind":"secret","createdAt":"","sealed":""}]}',
    '{"version":1,"envelopes":[{"id":"a","kind":"passkey","passkeyId":1,"createdAt":"","sealed":""}]}',
    '{"version":1,"envelopes":[],"emergencyKey":{"kid":"a"}}',
  ])('takes %s for no answer of the contract', async (body) => {
    expect(await codeOf(() => fetchTransport(answering(() => new Response(body))).load())).toBe('unexpected-answer');
  });

  it('says that a request did not get through', async () => {
    const fetch = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));
    expect(await codeOf(() => fetchTransport({ fetch }).load())).toBe('unreachable');
  });
});
