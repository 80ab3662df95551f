/** The same small app with each library: Express, Postgres, sign-in by password and a second factor. */
export const APPS = {
  sallyport: {
    own: ['@sallyport/engine', '@sallyport/express', '@sallyport/storage-postgres', '@sallyport/pages'],
    registry: [],
    main: `import { createSallyport } from '@sallyport/engine';
import { sallyport, sessionOf } from '@sallyport/express';
import { pages } from '@sallyport/pages';
import { postgresStore } from '@sallyport/storage-postgres';
import express from 'express';
import pg from 'pg';

const auth = createSallyport({
  origin: 'https://app.example',
  secrets: [process.env['SECRET'] ?? ''],
  store: postgresStore(new pg.Pool()),
  sendMail() {},
  policy: { requiredStrength: 'enhanced', administrators: {} },
});
const guard = sallyport(auth);
const app = express();
app.use('/auth', guard.routes());
app.use(pages({ name: 'App' }).middleware);
app.get('/me', guard.require('enhanced'), (req, res) => void res.json({ account: sessionOf(req).accountId }));
app.listen(3000);
`,
  },
  'better-auth': {
    own: [],
    registry: ['better-auth'],
    main: `import { betterAuth } from 'better-auth';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import { twoFactor } from 'better-auth/plugins';
import express from 'express';
import pg from 'pg';

const auth = betterAuth({
  baseURL: 'https://app.example',
  secret: process.env['SECRET'] ?? '',
  database: new pg.Pool(),
  emailAndPassword: { enabled: true },
  plugins: [twoFactor()],
});
const app = express();
app.all('/api/auth/*splat', toNodeHandler(auth));
app.get('/me', async (req, res) => {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(req.headers) });
  return session === null ? void res.status(401).end() : void res.json(session.user);
});
app.listen(3000);
`,
  },
  'neither, only express and pg': {
    own: [],
    registry: [],
    main: `import express from 'express';
import pg from 'pg';

const database = new pg.Pool();
const app = express();
app.get('/me', async (_req, res) => void res.json((await database.query('select 1')).rows));
app.listen(3000);
`,
  },
};
