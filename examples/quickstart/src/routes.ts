import type { IncomingMessage } from 'node:http';
import type { DurationText, LiveSession } from '@sallyport/engine';
import type { Demo } from './demo.ts';
import { vaultLog } from './notes.ts';
import type { Held } from './uses.ts';

/** A route of the demo app, independent of the framework. Each framework mounts the routes in a few lines. */
export interface AppRoute {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  /** The guard: any session, or a session of this strength. Absent: no guard. */
  readonly require?: { readonly strength?: string; readonly within?: DurationText };
  answer(request: AppRequest): AppReply | Promise<AppReply>;
}

export interface AppRequest {
  query(name: string): string | undefined;
  readonly session: LiveSession | undefined;
  /** The JSON of the request; `undefined` without a body. */
  readonly body: unknown;
}

export interface AppReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The app behind the sign-in, the demo's mail, and its health. */
export function demoRoutes(
  { auth, mail, notes, uses, store }: Demo,
  framework: 'express' | 'koa',
): readonly AppRoute[] {
  const noted = (session: LiveSession | undefined, what: Held, answer: unknown): AppReply => {
    if (session !== undefined) uses.note(session.accountId, what);
    return json(answer);
  };
  return [
    {
      method: 'get',
      path: '/app/reports',
      require: {},
      answer: ({ session }) => noted(session, 'reports', { reports: ['Q1', 'Q2', 'Q3'], for: session?.accountId }),
    },
    {
      method: 'get',
      path: '/app/vault',
      require: { strength: 'enhanced' },
      answer: ({ session }) => noted(session, 'vault', { vault: 'open', strength: session?.info.strength }),
    },
    {
      method: 'post',
      path: '/app/payout',
      require: { strength: 'phishing-resistant', within: '5m' },
      answer: ({ session }) => noted(session, 'payout', { payout: 'done' }),
    },
    {
      method: 'get',
      path: '/app/note',
      require: {},
      answer: ({ session }) => json({ notes: session === undefined ? [] : notes.of(session.accountId) }),
    },
    {
      method: 'put',
      path: '/app/note',
      require: {},
      answer: ({ session, body }) => {
        const kept = session !== undefined && notes.keep(session.accountId, body);
        return kept ? json({ kept }) : { ...json({ kept }), status: 400 };
      },
    },
    {
      method: 'get',
      path: '/app/vault-log',
      require: {},
      answer: async ({ session }) => json({ events: session === undefined ? [] : await vaultLog(auth, session) }),
    },
    { method: 'get', path: '/healthz', answer: () => json({ status: 'ok', store, framework }) },
    { method: 'get', path: '/dev/mail', answer: ({ query }) => json(mail.read(query('to') ?? '')) },
  ];
}

function json(value: unknown): AppReply {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

/** Largest body in bytes, above every note of the demo. */
const MOST_BYTES = 64 * 1024;

/** The JSON of a request. Resolves to `undefined` if the body is not JSON, or is too large. */
export async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
