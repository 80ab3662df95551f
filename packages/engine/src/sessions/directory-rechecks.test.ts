import type { DurationText } from '@sallyport/core';
import { type Directory, type DirectoryEntry, ProviderUnavailable } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';

const HOUR = 3_600_000;
const SECRET = 'what the directory knows';

/** Has an entry of each name, with the name as the password's end. */
class Staff implements Directory {
  readonly id = 'ldap';
  readonly name = 'Staff';
  readonly roles: readonly string[] = [];
  readonly left = new Set<string>();
  isDown = false;
  asked = 0;

  async find(identifier: string): ReturnType<Directory['find']> {
    if (!identifier.startsWith('staff-')) return { outcome: 'none' };
    return { outcome: 'found', entry: { key: identifier, dn: `uid=${identifier}`, subject: identifier } };
  }

  async verify({ key }: DirectoryEntry, password: string): ReturnType<Directory['verify']> {
    return password === SECRET ? { subject: key, roles: [] } : undefined;
  }

  async admits(subject: string): Promise<boolean> {
    this.asked += 1;
    if (this.isDown) throw new ProviderUnavailable(this.id);
    return !this.left.has(subject);
  }

  async close(): Promise<void> {}
}

interface World {
  readonly app: Embedded;
  readonly staff: Staff;
  readonly signedIn: (identifier: string, password?: string) => Promise<Client>;
}

async function world(directoryRechecks: DurationText = '1h'): Promise<World> {
  const staff = new Staff();
  const app = await embedded({
    ...{ directory: staff, directoryRechecks },
    policy: { requiredStrength: 'single', providers: { ldap: { createAccounts: true } } },
  });
  const signedIn = async (identifier: string, password = SECRET): Promise<Client> => {
    const client = new Client(app);
    await client.keeps(app.auth.signIn.begin(client.caller, { identifier, password }));
    return client;
  };
  return { app, staff, signedIn };
}

async function isSignedIn({ auth }: Embedded, { caller }: Client): Promise<boolean> {
  return !('refused' in (await auth.sessions.guard(caller, { needs: 'session' })));
}

describe('a session of a person whom the directory lets in no longer', () => {
  it('X43 ends at the next recheck, with an event, and nobody else’s does', async () => {
    const { app, staff, signedIn } = await world();
    await newAccount(app, 'dora@example.org');
    const [left, stays, local] = [
      await signedIn('staff-1'),
      await signedIn('staff-2'),
      await signedIn('dora@example.org', PASSWORD),
    ];
    staff.left.add('staff-1');
    await app.auth.runBackgroundWork();
    expect(await Promise.all([left, stays, local].map((client) => isSignedIn(app, client)))).toEqual([
      false,
      true,
      true,
    ]);
    const revoked = (await app.store.listEvents(TENANT, { limit: 50 })).items.filter(
      ({ type }) => type === 'session.revoked',
    );
    expect(revoked).toEqual([expect.objectContaining({ actor: 'system', detail: { all: true, reason: 'directory' } })]);
    await app.auth.close();
  });

  it('X43 is asked about once in the interval, and only of people who have a session', async () => {
    const { app, staff, signedIn } = await world();
    const client = await signedIn('staff-1');
    for (let round = 0; round < 3; round += 1) await app.auth.runBackgroundWork();
    expect(staff.asked).toBe(1);
    app.now += HOUR;
    await app.auth.runBackgroundWork();
    expect(staff.asked).toBe(2);
    const live = await app.auth.sessions.guard(client.caller, { needs: 'session' });
    await app.auth.sessions.end(client.caller, 'refused' in live ? undefined : live);
    app.now += HOUR;
    await app.auth.runBackgroundWork();
    expect(staff.asked).toBe(2);
    await app.auth.close();
  });

  it('P12 goes on while the directory is down, and ends once it answers, without another interval', async () => {
    const { app, staff, signedIn } = await world();
    const client = await signedIn('staff-1');
    staff.left.add('staff-1');
    staff.isDown = true;
    await app.auth.runBackgroundWork();
    expect(await isSignedIn(app, client)).toBe(true);
    staff.isDown = false;
    await app.auth.runBackgroundWork();
    expect(await isSignedIn(app, client)).toBe(false);
    await app.auth.close();
  });

  it('X43 is not asked about without the option', async () => {
    const staff = new Staff();
    const app = await embedded({
      directory: staff,
      policy: { requiredStrength: 'single', providers: { ldap: { createAccounts: true } } },
    });
    const client = new Client(app);
    await client.keeps(app.auth.signIn.begin(client.caller, { identifier: 'staff-1', password: SECRET }));
    await app.auth.runBackgroundWork();
    expect(staff.asked).toBe(0);
    await app.auth.close();
  });

  it('X43 the option is refused where it cannot work', async () => {
    const { id, name, roles } = new Staff();
    const blind: Directory = {
      ...{ id, name, roles },
      find: async () => ({ outcome: 'none' }),
      verify: async () => undefined,
      close: async () => {},
    };
    await expect(embedded({ directory: blind, directoryRechecks: '1h' })).rejects.toMatchObject({
      code: 'bad-provider',
    });
    await expect(world('an hour' as DurationText)).rejects.toMatchObject({ code: 'bad-duration' });
  });
});
