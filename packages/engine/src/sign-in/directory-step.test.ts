import type { DirectoryRefusal } from '@sallyport/core';
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
  /** Present: what the right password, or any password, is answered. */
  refuses: DirectoryRefusal | undefined;

  async find(identifier: string): ReturnType<Directory['find']> {
    if (this.fails === 'find') throw new ProviderUnavailable(this.id);
    return identifier === 'erin' ? { outcome: 'found', entry: ENTRY } : { outcome: 'none' };
  }

  async verify(_: DirectoryEntry, password: string): ReturnType<Directory['verify']> {
    this.asked.push(password);
    if (this.fails === 'verify') throw new ProviderUnavailable(this.id);
    if (this.refuses !== undefined && (password === SECRET || !this.refuses.passwordIsRight)) return this.refuses;
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

describe('a password that the directory refuses with a reason', () => {
  const signInAs = ({ auth }: Embedded, password: string): Promise<FlowReply | Refusal> =>
    auth.signIn.begin({ tenant: TENANT, mode: 'token' }, { identifier: 'erin', password });

  /** The world after erin has signed in once, so that she has an account. */
  async function known(): Promise<{ readonly app: Embedded; readonly directory: OnePerson }> {
    const { world: app, directory } = await world();
    expect(await signsIn(app, 'erin', SECRET)).toBe('complete');
    return { app, directory };
  }
  const loggedOf = ({ logged }: Embedded, because: string): unknown[] =>
    logged.filter((line) => JSON.stringify(line).includes(`"because":"${because}"`));
  const failures = async ({ store }: Embedded) =>
    (await store.listEvents(TENANT, { limit: 50 })).items
      .filter(({ type }) => type === 'sign-in.denied' || type === 'sign-in.failed')
      .map(({ type, method, detail }) => ({ type, method, detail }));

  it('X5 X43 a right one is no guess: its owner is told the reason, and is not locked out', async () => {
    const { app, directory } = await known();
    directory.refuses = { because: 'must-change', passwordIsRight: true };
    for (let round = 0; round < 25; round += 1)
      expect(await signInAs(app, SECRET)).toEqual({ refused: 'invalid-credentials', directory: 'must-change' });
    expect(await signInAs(app, 'wrong')).toEqual({ refused: 'invalid-credentials' });
    directory.refuses = undefined;
    expect(await signsIn(app, 'erin', SECRET)).toBe('complete');
    await app.auth.close();
  });

  it('X45 the event and the log have the reason of a right one, once an hour', async () => {
    const { app, directory } = await known();
    directory.refuses = { because: 'expired', passwordIsRight: true };
    for (let round = 0; round < 5; round += 1) await signInAs(app, SECRET);
    const denied = { type: 'sign-in.denied', method: 'ldap', detail: { because: 'expired' } };
    expect(await failures(app)).toEqual([denied]);
    expect(loggedOf(app, 'expired')).toHaveLength(1);
    await app.auth.close();
  });

  it('X45 the log has the reason of a person without an account', async () => {
    const { world: app, directory } = await world();
    directory.refuses = { because: 'disabled', passwordIsRight: true };
    for (let round = 0; round < 5; round += 1)
      expect(await signInAs(app, SECRET)).toEqual({ refused: 'invalid-credentials', directory: 'disabled' });
    expect(await failures(app)).toEqual([]);
    expect(loggedOf(app, 'disabled')).toHaveLength(1);
    await app.auth.close();
  });

  it('X5 one of an entry that the directory locked counts as a guess, and nobody is told', async () => {
    const { app, directory } = await known();
    directory.refuses = { because: 'locked', passwordIsRight: false };
    for (let round = 0; round < 10; round += 1)
      expect(await signInAs(app, SECRET)).toEqual({ refused: 'invalid-credentials' });
    expect(await signInAs(app, SECRET)).toMatchObject({ refused: 'locked' });
    const told = (await failures(app)).map(({ type, detail }) => ({ type, because: detail?.['because'] }));
    expect(told).toEqual(Array.from({ length: 10 }, () => ({ type: 'sign-in.failed', because: 'locked' })));
    await app.auth.close();
  });
});
