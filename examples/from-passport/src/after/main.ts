import { createApp } from './app.ts';
import { auth, pool, port } from './environment.ts';

const app = await createApp({ auth, pool, sessionSecret: process.env['SESSION_SECRET'] ?? '' });
const server = app.listen(port, () => console.log(`http://localhost:${port} serves the new app`));

process.once('SIGTERM', () => {
  // A connection that a proxy keeps open ends with its next answer.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  server.close(async () => {
    await auth.close();
    await pool.end();
  });
});
