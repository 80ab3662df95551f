import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { instant } from '@sallyport/core';
import { hostCode, tenantId } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { administrator } from './administrator.test-support.ts';

const TENANT = tenantId('default');

/** A log that is longer than what the sockets hold: the server goes on reading while the client reads. */
async function longLog() {
  const store = memoryStore();
  const now = instant(Date.now());
  const ip = '203.0.113.7';
  for (let turn = 0; turn < 80; turn++) {
    const events = Array.from({ length: 500 }, (_, place) => ({
      ...({ schema: 1, tenant: TENANT, id: `filler-${turn}-${place}`, at: now, type: 'sign-in.failed', ip } as const),
      detail: { reason: 'x'.repeat(120) },
    }));
    const written = await store.commit({ tenant: TENANT, now, guards: {}, events });
    if (written.outcome !== 'committed') throw new Error(written.outcome);
  }
  return administrator(store);
}

it.each([
  ['was blocked', 'block'],
  ['lost the role', 'setRoles'],
  ['was signed out', 'endSessions'],
] as const)('P18 W4 X11 the table of the log ends for an administrator who %s while it is read', async (_, act) => {
  const { auth, contract, headers } = await longLog();
  const asked = get(`${contract}/admin/events?order=asc`, { headers: { ...headers(), accept: 'text/csv' } });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  response.pause();

  const [who, by] = [{ identifier: 'ada@example.org' }, hostCode('security')];
  await auth.people.create({
    identifier: 'bob@example.org',
    email: 'bob@example.org',
    password: 'a long password of bob',
    roles: ['super-admin'],
    by,
  });
  if (act === 'block') await auth.people.block(who, { reason: 'stolen', by });
  if (act === 'setRoles') await auth.people.setRoles(who, { roles: [], force: true, by });
  if (act === 'endSessions') await auth.people.endSessions(who, { by });
  const asks = () => fetch(`${contract}/admin/events`, { headers: headers() });
  // A kept connection may have ended meanwhile.
  const refused = await asks().catch(asks);
  expect([401, 403]).toContain(refused.status);
  await auth.people.create({ identifier: 'later@example.org', by: hostCode('secret-project') });

  let table = '';
  try {
    for await (const chunk of response) table += String(chunk);
  } catch {
    // The server broke the table off.
  }
  expect(table.includes('secret-project')).toBe(false);
  await auth.close();
});
