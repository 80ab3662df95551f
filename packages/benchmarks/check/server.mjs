import { createServer } from 'node:http';
import { sallyport } from '@sallyport/express';
import { memoryStore } from '@sallyport/storage-memory';
import { testSallyport } from '@sallyport/testing';
import express from 'express';

const { auth, accountWith, signIn } = await testSallyport({ store: memoryStore() });
const { headers } = await signIn(await accountWith({ factors: ['email', 'totp'] }), { mode: 'cookie' });

const app = express().disable('x-powered-by');
app.get('/bare', (_, res) => {
  res.json({ user: { id: 'somebody', roles: [] } });
});
app.get('/checked', sallyport(auth).require(), (req, res) => {
  res.json({ user: { id: req.sallyport.accountId, roles: req.sallyport.roles } });
});
const server = createServer(app);
server.keepAliveTimeout = 300_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, headers: headers() }));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send((user + system) / 1000);
});
process.on('disconnect', () => process.exit(0));
