import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sallyport } from '@sallyport/engine';
import { sallyport as onExpress } from '@sallyport/express';
import { sallyport as onKoa } from '@sallyport/koa';
import express from 'express';
import Koa from 'koa';
import { onTestFinished } from 'vitest';

/** An app with one guarded route, `/me`, behind a proxy that writes `X-Forwarded-For`. */
export const APPS: Readonly<Record<'express' | 'koa', (auth: Sallyport) => RequestListener>> = {
  express(auth) {
    const guard = onExpress(auth);
    const app = express().set('trust proxy', 1);
    app.use('/auth', guard.routes());
    app.get('/me', guard.require(), (req, res) => void res.json({ id: req.sallyport?.id }));
    return app;
  },
  koa(auth) {
    const guard = onKoa(auth);
    const app = new Koa({ proxy: true, maxIpsCount: 1 });
    app.use(guard.routes({ prefix: '/auth' }));
    app.use(guard.require());
    app.use((ctx) => {
      ctx.body = { id: ctx.state['sallyport'].id };
    });
    return app.callback();
  },
};

/** Listens until the test's end. */
export async function listens(app: RequestListener): Promise<string> {
  const server = createServer(app);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

interface Answered {
  readonly status: number;
  readonly challenge: string | null;
  readonly etag: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A program in token mode, which asks from some address. */
export class Program {
  readonly #url: string;
  #tokens: Record<string, string> = {};

  constructor(url: string) {
    this.#url = url;
  }

  /** Drops the tokens of its flow and its session. */
  forgets(): void {
    this.#tokens = {};
  }

  async asks(from: string, method: string, path: string, body?: object, more: object = {}): Promise<Answered> {
    const reply = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'sallyport-client': 'token',
        'x-forwarded-for': from,
        ...this.#tokens,
        ...more,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await reply.text();
    const answer: Readonly<Record<string, unknown>> = text === '' ? {} : Object(JSON.parse(text));
    const { flow, session } = Object(answer);
    if (flow?.token !== undefined) this.#tokens['sallyport-flow'] = flow.token;
    if (session?.token !== undefined) this.#tokens = { authorization: `Bearer ${session.token}` };
    const { status, headers } = reply;
    return { status, challenge: headers.get('www-authenticate'), etag: headers.get('etag'), body: answer };
  }
}
