import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount } from '../embedded.test-support.ts';

describe('a session and a device', () => {
  it('keep no user agent without end', async () => {
    const world = await embedded();
    await newAccount(world, 'dora@example.org');
    const client = new Client(world);
    client.caller = { ...client.caller, userAgent: `Firefox ${'x'.repeat(9_999)}` };
    await client.signsInByMail('dora@example.org');
    const session = await client.session();
    const kept = [
      ...(await world.auth.sessions.list(session)),
      ...(await world.auth.account.devices(client.caller, session)),
    ].map(({ userAgent }) => userAgent);
    const beginning = `Firefox ${'x'.repeat(292)}`;
    expect(kept).toEqual([beginning, beginning]);
    await world.auth.close();
  });
});
