// `[kind, url]`: routes of Express with a Sallyport on this store.
import { createServer } from 'node:http';
import { hostCode } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import { memoryStore } from '@sallyport/storage-memory';
import { testSallyport } from '@sallyport/testing';
import express from 'express';
import { openStore } from '../sign-in/open-store.mjs';

const [kind, url] = process.argv.slice(2);
const ORGANISATIONS = 1_000;
const OF_ONE_PERSON = 20;
const by = hostCode('benchmark');
const POLICY = {
  administrators: {},
  organisations: {
    roles: { owner: { requiredStrength: 'baseline' }, member: {} },
    administrators: { rule: ['owner'], people: ['owner'] },
  },
};

const opened = kind === 'memory' ? { store: memoryStore(), settle() {} } : await openStore(kind, url);
const { auth, accountWith, signIn } = await testSallyport({ store: opened.store, policy: POLICY });
const ada = await accountWith({ factors: ['email', 'totp'] });
const { headers } = await signIn(ada, { mode: 'cookie' });
for (let number = 0; number < ORGANISATIONS; number++) {
  const { id, version } = await auth.organisations.create({ id: `org-${number}`, by });
  if (number >= OF_ONE_PERSON) continue;
  await auth.organisations.members.set(id, { accountId: ada.accountId }, { roles: ['owner'], by });
  await auth.organisations.setRule(id, { requiredStrength: 'baseline' }, { ifVersion: version, by });
}
await opened.settle();

const guard = sallyport(auth);
const app = express().disable('x-powered-by');
app.get('/bare', (_, res) => {
  res.json({ user: { id: 'somebody', roles: [] } });
});
app.get('/checked', guard.require(), (req, res) => {
  res.json({ user: { id: req.sallyport.accountId, roles: req.sallyport.roles } });
});
app.get('/entered/:org', guard.require({ in: (req) => req.params.org }), (req, res) => {
  res.json({ user: { id: req.sallyport.accountId, roles: req.sallyport.organisation.roles } });
});
const server = createServer(app);
server.keepAliveTimeout = 300_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, headers: headers() }));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send((user + system) / 1000);
});
process.on('disconnect', () => process.exit(0));
