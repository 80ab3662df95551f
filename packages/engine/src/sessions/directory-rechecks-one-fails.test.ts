import { type Directory, type DirectoryEntry, hostCode, ProviderUnavailable } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, embedded } from '../embedded.test-support.ts';

const HOUR = 3_600_000;
const SECRET = 'what the directory knows';

/** Answers about everybody except one, such as an entry that the search account finds and may not read. */
class Staff implements Directory {
  readonly id = 'ldap';
  readonly name = 'Staff';
  readonly roles: readonly string[] = [];
  readonly fails = new Set<string | undefined>();
  haveLeft = false;
  asked = 0;

  async find(identifier: string): ReturnType<Directory['find']> {
    return { outcome: 'found', entry: { key: identifier, dn: `uid=${identifier}`, subject: identifier } };
  }

  async verify({ key }: DirectoryEntry, password: string): ReturnType<Directory['verify']> {
    return password === SECRET ? { subject: key, roles: [] } : undefined;
  }

  async admits(subject: string): Promise<boolean> {
    this.asked += 1;
    if (this.fails.has(subject)) throw new ProviderUnavailable(this.id);
    return !this.haveLeft;
  }

  async close(): Promise<void> {}
}

async function sixInSessions() {
  const directory = new Staff();
  const app = await embedded({
    ...{ directory, directoryRechecks: '1h' },
    policy: { requiredStrength: 'single', providers: { ldap: { createAccounts: true } } },
  });
  const clients: Client[] = [];
  for (const identifier of ['staff-1', 'staff-2', 'staff-3', 'staff-4', 'staff-5', 'staff-6']) {
    const client = new Client(app);
    await client.keeps(app.auth.signIn.begin(client.caller, { identifier, password: SECRET }));
    clients.push(client);
  }
  // In the order in which the store lists them.
  const { accounts } = await app.auth.people.list();
  const subjects: (string | undefined)[] = [];
  for (const { accountId } of accounts)
    subjects.push((await app.auth.people.find({ accountId }))?.externalIds[0]?.subject);
  const live = async (): Promise<number> => {
    const seen = await Promise.all(clients.map(({ caller }) => app.auth.sessions.guard(caller, { needs: 'session' })));
    return seen.filter((session) => !('refused' in session)).length;
  };
  return { directory, app, subjects, live };
}

it('X43 P12 sessions of people who left end, although the directory fails for somebody else', async () => {
  const { directory, app, subjects, live } = await sixInSessions();
  directory.fails.add(subjects[0]);
  directory.haveLeft = true;
  await app.auth.runBackgroundWork();
  // The one of whom the directory says nothing.
  expect({ live: await live(), asked: directory.asked }).toEqual({ live: 1, asked: 6 });
  await app.auth.runBackgroundWork();
  expect({ live: await live(), asked: directory.asked }).toEqual({ live: 1, asked: 7 });
  directory.fails.clear();
  await app.auth.runBackgroundWork();
  expect(await live()).toBe(0);
  await app.auth.close();
});

it.each([
  ['in the same pass', 0],
  ['where each round begins a new pass', HOUR],
])(
  'X43 P12 several people of whom the directory says nothing stop the others for one round, %s',
  async (_, between) => {
    const { directory, app, subjects, live } = await sixInSessions();
    for (const subject of subjects.slice(0, 4)) directory.fails.add(subject);
    directory.haveLeft = true;
    const seen: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      await app.auth.runBackgroundWork();
      seen.push(await live());
      app.now += between;
    }
    expect(seen).toEqual([6, 4]);
    await app.auth.close();
  },
);

it('X43 P12 a directory that is down is asked three times in a round, and goes on where it was', async () => {
  const { directory, app, subjects, live } = await sixInSessions();
  for (const subject of subjects) directory.fails.add(subject);
  directory.haveLeft = true;
  for (const asked of [3, 6, 9]) {
    await app.auth.runBackgroundWork();
    expect(directory.asked).toBe(asked);
  }
  expect(await live()).toBe(6);
  directory.fails.clear();
  await app.auth.runBackgroundWork();
  expect({ live: await live(), asked: directory.asked }).toEqual({ live: 0, asked: 15 });
  await app.auth.close();
});

it('X43 a person who signed out while the directory was silent gets no event about it', async () => {
  const { directory, app, subjects } = await sixInSessions();
  directory.fails.add(subjects[0]);
  directory.haveLeft = true;
  await app.auth.runBackgroundWork();
  const [first] = (await app.auth.people.list()).accounts;
  await app.auth.people.endSessions({ accountId: first?.accountId ?? '' }, { by: hostCode('hr') });
  directory.fails.clear();
  await app.auth.runBackgroundWork();
  const { events } = await app.auth.events({ type: ['session.revoked'], limit: 50 });
  expect(events.filter(({ accountId }) => accountId === first?.accountId).map(({ actor }) => actor)).toEqual([
    { kind: 'host', id: 'hr' },
  ]);
  await app.auth.close();
});
