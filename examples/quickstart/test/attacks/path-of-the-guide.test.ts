import { hostCode, isRefusal } from '@sallyport/engine';
import { toldWhere } from '@sallyport/engine/conditions';
import { sallyport } from '@sallyport/express';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { listens, Program } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';

// The guide of contexts, in the table of conditions.
const FREE: ReadonlySet<string> = new Set(['/help']);
const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  contexts: { payout: { requiredStrength: 'enhanced' } },
} as const;

describe('N17 the condition on a path that the guide shows', () => {
  it.each(['/payout', '/Payout', '/payout/'])('holds for %s', async (spelling) => {
    const shared = await sharedStore('memory');
    const contextOf = toldWhere({
      payout: ({ path }) => path === undefined || !(path.startsWith('/auth/') || FREE.has(path)),
    });
    const auth = await shared.start({ policy: POLICY, contextOf });
    const app = express();
    const guard = sallyport(auth);
    app.use('/auth', guard.routes());
    app.get('/payout', guard.require(), (_, res) => void res.json({ paid: true }));
    app.get('/help', guard.require(), (_, res) => void res.json({ helps: true }));
    const identifier = 'dora@example.org';
    const made = await auth.people.create({ identifier, password: PASSWORD, by: hostCode('test') });
    if (isRefusal(made)) throw new Error(made.refused);
    const thief = new Program(await listens(app));
    const begun = await thief.asks('192.0.2.66', 'POST', '/auth/sign-in', { identifier, password: PASSWORD });
    expect(begun.body).toMatchObject({ status: 'complete' });
    expect(await thief.asks('192.0.2.66', 'GET', spelling)).toMatchObject({
      status: 403,
      body: { code: 'no-way-in' },
    });
    expect((await thief.asks('192.0.2.66', 'GET', '/help')).body).toEqual({ helps: true });
  });
});
