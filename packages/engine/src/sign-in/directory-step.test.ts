import {
  type Directory,
  type DirectoryEntry,
  type FlowReply,
  ProviderUnavailable,
  type Refusal,
} from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';

const ENTRY: DirectoryEntry = {
  key: 'one',
  dn: 'uid=erin,dc=example',
  subject: '11111111-1111-4111-8111-111111111111',
};
const SECRET = 'what the directory knows';

/** A directory of one person, which fails on command. */
class OnePerson implements Directory {
  readonly id = 'ldap';
  readonly name = 'Directory';
  readonly roles: readonly string[] = ['employee'];
  /** The passwords that it was asked. */
  readonly asked: string[] = [];
  fails: 'not' | 'find' | 'verify' = 'not';
  subject = ENTRY.subject ?? '';
  told: readonly string[] = [];

  async find(identifier: string): ReturnType<Directory['find']> {
    if (this.fails === 'find') throw new ProviderUnavailable(this.id);
    return identifier === 'erin' ? { outcome: 'found', entry: ENTRY } : { outcome: 'none' };
  }

  async verify(_: DirectoryEntry, password: string): ReturnType<Directory['verify']> {
    this.asked.push(password);
    if (this.fails === 'verify') throw new ProviderUnavailable(this.id);
    return password === SECRET ? { subject: this.subject, roles: this.told } : undefined;
  }

  async close(): Promise<void> {}
}

async function world(policy: object = {}): Promise<{ readonly world: Embedded; readonly directory: OnePerson }> {
  const directory = new OnePerson();
  const opened = await embedded({
    directory,
    policy: { requiredStrength: 'single', providers: { ldap: { createAccounts: true } }, ...policy },
  });
  return { world: opened, directory };
}

/** What an answer comes to, in a word. */
async function wordOf(answer: Promise<FlowReply | Refusal>): Promise<string> {
  const given = await answer;
  return 'refused' in given ? given.refused : given.answer.status;
}

function signsIn({ auth }: Embedded, identifier: string, password: string): Promise<string> {
  const caller = { tenant: TENANT, mode: 'token' } as const;
  return wordOf(auth.signIn.begin(caller, { identifier, password }));
}

describe('a password that a directory judges', () => {
  it.each(['find', 'verify'] as const)(
    'X5 is given back if the directory does not answer (%s): nobody is locked out by it',
    async (part) => {
      const { world: app, directory } = await world();
      directory.fails = part;
      for (let round = 0; round < 25; round += 1)
        expect(await signsIn(app, 'erin', SECRET)).toBe('provider-unavailable');
      directory.fails = 'not';
      expect(await signsIn(app, 'erin', SECRET)).toBe('complete');
      expect((await app.store.listCounters(TENANT)).filter(({ authenticator }) => authenticator === 'ldap')).toEqual(
        [],
      );
      await app.auth.close();
    },
  );

  it('X4 is not given back where it was judged, in whatever company', async () => {
    const { world: app, directory } = await world();
    const words: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      directory.fails = 'verify';
      words.push(await signsIn(app, 'erin', 'wrong'));
      directory.fails = 'not';
      words.push(await signsIn(app, 'erin', 'wrong'));
    }
    expect(words.filter((word) => word === 'invalid-credentials')).toHaveLength(10);
    expect(words.slice(-4)).toEqual(['locked', 'locked', 'locked', 'locked']);
    expect(await signsIn(app, 'erin', SECRET)).toBe('locked');
    await app.auth.close();
  });

  it('P12 is asked of nobody who has a local password, and of no one else than the directory where there is none', async () => {
    const { world: app, directory } = await world();
    await newAccount(app, 'dora@example.org');
    expect(await signsIn(app, 'dora@example.org', PASSWORD)).not.toBe('invalid-credentials');
    directory.fails = 'find';
    expect(await signsIn(app, 'dora@example.org', 'wrong')).toBe('invalid-credentials');
    expect(await signsIn(app, 'nobody', 'wrong')).toBe('provider-unavailable');
    expect(directory.asked).toEqual([]);
    await app.auth.close();
  });

  it('X7 an empty one is never asked', async () => {
    const { world: app, directory } = await world();
    expect(await signsIn(app, 'erin', '')).toBe('invalid-credentials');
    expect(directory.asked).toEqual([]);
    await app.auth.close();
  });

  it('P12 a subject that cannot be kept is nobody', async () => {
    const { world: app, directory } = await world();
    for (const subject of ['', 'x'.repeat(256), 'a\nb']) {
      directory.subject = subject;
      expect(await signsIn(app, 'erin', SECRET)).toBe('invalid-credentials');
    }
    await app.auth.close();
  });

  it('P12 roles are taken anew at each sign-in, of those alone that are its to give', async () => {
    const { world: app, directory } = await world();
    const client = new Client(app);
    const rolesAfter = async (...told: readonly string[]): Promise<readonly string[]> => {
      directory.told = told;
      await client.keeps(app.auth.signIn.begin(client.caller, { identifier: 'erin', password: SECRET }));
      const [account] = (await app.store.listAccounts(TENANT, { limit: 10 })).items;
      return account?.providerRoles?.['ldap'] ?? [];
    };
    expect(await rolesAfter('employee', 'super-admin')).toEqual(['employee']);
    expect(await rolesAfter('super-admin')).toEqual([]);
    expect(await rolesAfter('employee')).toEqual(['employee']);
    await app.auth.close();
  });
});
