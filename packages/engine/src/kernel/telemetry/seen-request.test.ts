import { type Registered, registerOpenTelemetry } from '@sallyport/test-support/adapters/telemetry';
import { describe, expect, it } from 'vitest';
import type { SeenAnswer, SeenRequest, Telemetry } from '../../contract/telemetry.ts';
import { openTelemetry } from './index.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const HEADERS = { traceparent: `00-${TRACE}-${PARENT}-01` };
const ID = 'urn:sallyport:request:of-a-test';
const [INTERNAL, SERVER] = [0, 1];
const [UNSET, ERROR] = [0, 2];

interface Observed extends Registered {
  readonly telemetry: Telemetry;
  /** Answers a request: `GET /sign-in` with 200, unless the test says otherwise. */
  ask(request?: Partial<SeenRequest>, answer?: SeenAnswer | (() => Promise<SeenAnswer>)): Promise<SeenAnswer>;
  /** The attributes of the measured duration of the only request. */
  labels(): Promise<unknown>;
}

function observed(): Observed {
  const registered = registerOpenTelemetry();
  const telemetry = openTelemetry(registered.api);
  return {
    ...registered,
    telemetry,
    ask: (request = {}, answer = { status: 200 }) =>
      telemetry.request(
        { method: 'GET', route: '/sign-in', headers: {}, instance: () => ID, ...request },
        typeof answer === 'function' ? answer : () => Promise.resolve(answer),
      ),
    labels: async () => {
      const measured = (await registered.metrics()).filter(({ name }) => name === 'sallyport.request.duration');
      expect(measured).toHaveLength(1);
      return measured[0]?.attributes;
    },
  };
}

describe('a request', () => {
  it('is a span and a duration by method, route and status. Only the span has the id of the request', async () => {
    const { ask, spans, labels } = observed();
    const answer = { status: 200 };
    expect(await ask({}, answer)).toBe(answer);
    const by = { 'http.request.method': 'GET', 'http.route': '/sign-in', 'http.response.status_code': 200 };
    expect(spans()).toMatchObject([{ name: 'GET /sign-in', status: { code: UNSET } }]);
    expect(spans()[0]?.attributes).toStrictEqual({ ...by, 'sallyport.request.id': ID });
    expect(await labels()).toStrictEqual(by);
  });

  it('without a route has its method alone as its name, and no route among its attributes', async () => {
    const { ask, spans, labels } = observed();
    await ask({ route: undefined }, { status: 404 });
    expect(spans()).toMatchObject([{ name: 'GET' }]);
    expect(await labels()).toStrictEqual({ 'http.request.method': 'GET', 'http.response.status_code': 404 });
  });

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('by %s tells its method', async (method) => {
    const { ask, spans } = observed();
    await ask({ method });
    expect(spans()).toMatchObject([{ name: `${method} /sign-in`, attributes: { 'http.request.method': method } }]);
  });

  it('by a method that a stranger made up does not tell the method', async () => {
    const { ask, spans, everything } = observed();
    await ask({ method: 'MADEUP', route: undefined });
    expect(spans()).toMatchObject([{ name: 'HTTP', attributes: { 'http.request.method': '_OTHER' } }]);
    expect((await everything()).join()).not.toContain('MADEUP');
  });

  it('tells the problem of its answer in its span, and a refusal is no error', async () => {
    const { ask, spans, labels } = observed();
    await ask({}, { status: 499, problem: 'invalid-credentials' });
    expect(spans()).toMatchObject([
      { attributes: { 'sallyport.problem': 'invalid-credentials' }, status: { code: UNSET } },
    ]);
    expect(await labels()).toStrictEqual({
      'http.request.method': 'GET',
      'http.route': '/sign-in',
      'http.response.status_code': 499,
    });
  });

  it.each([
    [{ status: 500 }, '500'],
    [{ status: 503, problem: 'store-unavailable' }, 'store-unavailable'],
  ])('answered %j is an error, by its problem or else its status', async (answer, error) => {
    const { ask, spans, labels } = observed();
    await ask({}, answer);
    const by = { 'http.response.status_code': answer.status, 'error.type': error };
    expect(spans()).toMatchObject([{ attributes: by, status: { code: ERROR } }]);
    expect(await labels()).toMatchObject(by);
  });

  it('whose answer fails is an error without a status, and the fault goes on to the caller', async () => {
    const { ask, spans } = observed();
    await expect(ask({}, () => Promise.reject(new TypeError('a fault')))).rejects.toThrow('a fault');
    expect(spans()).toMatchObject([{ status: { code: ERROR } }]);
    expect(spans()[0]?.attributes).toStrictEqual({
      'http.request.method': 'GET',
      'http.route': '/sign-in',
      'sallyport.request.id': ID,
      'error.type': 'TypeError',
    });
  });
});

describe('the trace of a request', () => {
  it('is the trace that its headers carry, and the request is the server span there', async () => {
    const { ask, spans } = observed();
    await ask({ headers: HEADERS });
    expect(spans()).toMatchObject([{ kind: SERVER, parentSpanContext: { traceId: TRACE, spanId: PARENT } }]);
  });

  it('is the trace of the span that the host has begun. Then the headers are not read, and the host has the server span', async () => {
    const { api, ask, spans } = observed();
    const host = await api.trace.getTracer('host').startActiveSpan('host', async (span) => {
      await ask({ headers: HEADERS });
      span.end();
      return span.spanContext();
    });
    expect(spans().find(({ name }) => name === 'GET /sign-in')).toMatchObject({
      kind: INTERNAL,
      parentSpanContext: { traceId: host.traceId, spanId: host.spanId },
    });
  });

  it('is new without such headers', async () => {
    const { ask, spans } = observed();
    await ask();
    expect(spans()).toMatchObject([{ kind: SERVER }]);
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
  });

  it('has what a guard does with the request, without a span of the request', async () => {
    const { telemetry, spans } = observed();
    const sessions = telemetry.operations('sessions', { guard: async () => 'a session' });
    expect(await telemetry.carried(HEADERS, () => sessions.guard())).toBe('a session');
    expect(spans()).toMatchObject([
      { name: 'sallyport.sessions.guard', parentSpanContext: { traceId: TRACE, spanId: PARENT } },
    ]);
  });
});
