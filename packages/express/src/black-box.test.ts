import { createRequire } from 'node:module';
import { blackBox } from '@sallyport/test-support/adapters/black-box';
import { BROKEN, type BuildApp, hostAnswer } from '@sallyport/test-support/adapters/black-box-app';
import { fakeSallyport } from '@sallyport/test-support/adapters/fake-sallyport';
import { listen } from '@sallyport/test-support/adapters/listen';
import express, { type ErrorRequestHandler } from 'express';
import { expect, it } from 'vitest';
import { sallyport, sessionOf } from './sallyport.ts';

// The package alias `express-4` has no types.
const express4: typeof express = createRequire(import.meta.url)('express-4');

const appOf =
  (made: typeof express): BuildApp =>
  async ({ auth, options, parts, bodyParser, hostErrors }) => {
    const app = made();
    const guard = sallyport(auth, options);
    const json = made.json();
    app.use((_, res, next) => {
      res.vary('X-Host');
      next();
    });
    if (bodyParser) app.use(json).use(made.urlencoded({ extended: true }));
    app.use('/auth', guard.routes(parts));
    app.get('/me', guard.require(), (req, res) => {
      res.json({ account: sessionOf(req).accountId });
    });
    app.use('/place', guard.require(), (req, res) => {
      res.json({ account: sessionOf(req).accountId });
    });
    app.post('/payout', guard.require('enhanced', { within: '5m' }), (_, res) => {
      res.json({ paid: true });
    });
    app.post('/note', guard.require(undefined, { within: '15m' }), json, (req, res) => {
      res.json({ noted: req.body });
    });
    app.get('/maybe', (req, res, next) => {
      guard.session(req).then((session) => res.json({ account: session?.accountId ?? null }), next);
    });
    app.get('/begin', (req, res, next) => {
      guard.begin(req, res, { continuation: 1 }).then(({ begun }) => begun && res.redirect('/sign-in'), next);
    });
    app.get('/broken', guard.require(), () => {
      throw new Error(BROKEN);
    });
    app.get(['/', '/authority'], (_, res) => {
      res.send('the host');
    });
    app.use(((error, _req, res, _next) => {
      hostErrors(error);
      res.status(500).json(hostAnswer(error));
    }) satisfies ErrorRequestHandler);
    const site = await listen(app);
    return (path, init) => fetch(site + path, init);
  };

blackBox('Express 5', appOf(express));
blackBox('Express 4', appOf(express4));

it.each([
  ['Express 5', express],
  ['Express 4', express4],
])('%s: what the host does to a response and fails at is its own error', async (_, made) => {
  const { auth } = fakeSallyport();
  const app = made();
  app.use((_req, res, next) => {
    Object.assign(res, { setHeader: () => fail() });
    next();
  });
  const fail = (): never => {
    throw new Error(BROKEN);
  };
  const errors: unknown[] = [];
  app.use('/auth', sallyport(auth).routes());
  app.get('/me', sallyport(auth).require());
  app.use(((error, _req, res, _next) => {
    errors.push(error);
    res.writeHead(500).end();
  }) satisfies ErrorRequestHandler);
  const site = await listen(app);
  expect((await fetch(`${site}/auth/nothing`)).status).toBe(500);
  expect((await fetch(`${site}/me`)).status).toBe(500);
  expect(errors).toMatchObject([{ message: BROKEN }, { message: BROKEN }]);
});
