import type { Logger, Sallyport } from '@sallyport/engine';
import { describe, expect, it, vi } from 'vitest';
import { ask, bodyOf } from '../ask.test-support.ts';
import { requireSession } from '../caller/require-session.ts';
import { fakeSallyport, token } from '../fake-sallyport.test-support.ts';

const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const PROXY = '0af7651916cd43dd8448eb211c80319c';

const instanceFor = async (id: string | undefined): Promise<unknown> => {
  const reply = await ask(fakeSallyport(), 'GET /nothing', { headers: { 'x-request-id': id } });
  return bodyOf(reply)['instance'];
};

/** A Sallyport whose store is down, and what its logger heard. */
function down(
  logger?: Logger,
  warnOfUnavailable: (party: string, fault: unknown) => void = () => {},
): { readonly auth: Sallyport; readonly logged: unknown[] } {
  const logged: unknown[] = [];
  const keeps: Logger = {
    warn: (...words) => void logged.push(words),
    error: (...words) => void logged.push(words),
  };
  const fails = (): Promise<never> => Promise.reject(Object.assign(new Error('down'), { code: 'store-unavailable' }));
  const auth = fakeSallyport(
    { signIn: { status: fails }, sessions: { guard: fails } },
    { logger: logger ?? keeps, warnOfUnavailable },
  );
  return { auth, logged };
}

describe('the instance of a problem (RFC 9457 §3.1.5)', () => {
  it('is another at each request, and the only member that varies', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => ask(fakeSallyport(), 'GET /nothing')));
    const bodies = [one, other].map((reply) => bodyOf(reply ?? expect.fail()));
    expect(bodies[0]?.['instance']).toMatch(UUID);
    expect(bodies[0]?.['instance']).not.toBe(bodies[1]?.['instance']);
    expect({ ...bodies[0], instance: '' }).toEqual({ ...bodies[1], instance: '' });
  });

  it('is the id that a proxy gave the request', async () => {
    expect(await instanceFor(PROXY)).toBe(`urn:sallyport:request:${PROXY}`);
    expect(await instanceFor('01JD5XQ3ZK8Q1V7E6B2M4N9RTA-fra')).toBe(
      'urn:sallyport:request:01JD5XQ3ZK8Q1V7E6B2M4N9RTA-fra',
    );
    expect(await instanceFor('F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6')).toBe(
      'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    );
  });

  it.each([
    undefined,
    '',
    'short',
    '123456',
    'a line\nof a log',
    '"><script>',
    '-begins-oddly',
    'x'.repeat(41),
    token('t'),
  ])('is one of our own where that is no id: %j', async (id) => {
    expect(await instanceFor(id)).toMatch(UUID);
  });

  it('is told with a fault that nobody expected', async () => {
    const told: unknown[] = [];
    const onFault = (_: unknown, request: object): void => void told.push(request);
    const headers = { 'x-request-id': PROXY };
    const reply = await ask(fakeSallyport(), 'GET /sign-in', { headers }, { onFault });
    expect([reply.status, bodyOf(reply)['instance']]).toEqual([500, `urn:sallyport:request:${PROXY}`]);
    expect(told).toEqual([{ instance: `urn:sallyport:request:${PROXY}` }]);
  });

  it('is on the console where the host does not ask for faults', async () => {
    const lines = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const reply = await ask(fakeSallyport(), 'GET /sign-in');
    expect(lines.mock.calls[0]?.[0]).toContain(bodyOf(reply)['instance']);
    lines.mockRestore();
  });

  it('is logged where something did not work, by a route and by a guard', async () => {
    const { auth, logged } = down();
    const reply = await ask(auth, 'GET /sign-in');
    const request = { method: 'GET', mount: '', path: '/', search: '', headers: {} };
    const admission = await requireSession(auth, request, { needs: 'session' });
    const guarded = admission.admitted ? expect.fail() : bodyOf(admission.reply);
    expect(logged).toEqual(
      [bodyOf(reply), guarded].map(({ instance }) => [
        'a request was answered 503',
        { code: 'store-unavailable', instance },
      ]),
    );
  });

  it('X45 comes with the cause where the store did not answer, by a route and a guard', async () => {
    const told: unknown[] = [];
    const { auth } = down(undefined, (...words) => void told.push(words));
    await ask(auth, 'GET /sign-in');
    const request = { method: 'GET', mount: '', path: '/', search: '', headers: {} };
    await requireSession(auth, request, { needs: 'session' });
    expect(told).toEqual(
      Array.from({ length: 2 }, () => ['the store', expect.objectContaining({ code: 'store-unavailable' })]),
    );
  });

  it('is logged with a request that is refused as cross-site', async () => {
    const details: unknown[] = [];
    const auth = fakeSallyport({}, { logger: { warn: (_, about) => void details.push(about), error() {} } });
    const reply = await ask(auth, 'POST /sign-in', { headers: { origin: 'https://elsewhere.example' }, json: {} });
    expect(details).toEqual([expect.objectContaining({ instance: bodyOf(reply)['instance'] })]);
  });

  it('is answered also where the logger fails', async () => {
    const warn = (): never => {
      throw new Error('no log');
    };
    const { auth } = down({ warn, error() {} });
    expect((await ask(auth, 'GET /sign-in')).status).toBe(503);
  });
});
