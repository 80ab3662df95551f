import type { Sallyport } from '@sallyport/engine';
import { expect } from 'vitest';
import { ORIGIN } from './fake-sallyport.test-support.ts';
import type { NeutralReply } from './message/reply.ts';
import type { BodySource } from './message/request.ts';
import type { HttpOptions } from './problem/http-options.ts';
import { serve } from './serve/serve.ts';

export interface Asked {
  /** One that is `undefined` is not sent. */
  readonly headers?: Record<string, string | undefined>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with JSON's content type unless the headers say otherwise. */
  readonly raw?: string | Uint8Array;
  readonly body?: BodySource;
  readonly mount?: string;
  readonly ip?: string;
}

/** A request in cookie mode from a page of the origin, as `POST /sign-in?x`. */
export async function ask(
  auth: Sallyport,
  line: string,
  { headers = {}, json, raw, body, mount = '/auth', ip }: Asked = {},
  options: HttpOptions = {},
): Promise<NeutralReply> {
  const [method = '', address = ''] = line.split(' ');
  const [path = '', search = ''] = address.split('?');
  const sent = json === undefined ? raw : JSON.stringify(json);
  const bytes = typeof sent === 'string' ? new TextEncoder().encode(sent) : sent;
  const source: BodySource | undefined = body ?? (bytes === undefined ? undefined : { kind: 'bytes', bytes });
  const typed = bytes === undefined ? {} : { 'content-type': 'application/json', 'content-length': `${bytes.length}` };
  return serve(
    auth,
    options,
    // The whole contract is served.
    { signUp: true, organisations: true },
  )({
    method,
    mount,
    path,
    search,
    headers: { origin: ORIGIN, ...typed, ...headers },
    body: source,
    ip,
  });
}

/** The body of a reply. */
export function bodyOf(reply: NeutralReply): Record<string, unknown> {
  return JSON.parse(reply.body);
}

/** Expects a problem of the contract, whole: type, code and status agree, and the headers are a problem's. */
export function expectProblem(reply: NeutralReply, status: number, code: string): Record<string, unknown> {
  const body = bodyOf(reply);
  expect({ status: reply.status, code: body['code'] }).toEqual({ status, code });
  expect(body).toMatchObject({ type: `urn:sallyport:problem:${code}`, status });
  expect(reply.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  return body;
}
