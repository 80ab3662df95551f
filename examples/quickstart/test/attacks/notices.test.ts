import type { Store } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { complete } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { type Quickstart, quickstartForThisTest } from '../support/quickstart.ts';

/** A store that returns no pending notices before `letGo()`, as if the notifier were hours late. */
function held(): { around(store: Store): Store; letGo(): void } {
  let open = false;
  return {
    letGo: () => {
      open = true;
    },
    around: (store) =>
      new Proxy(store, {
        get(target, verb: keyof Store) {
          const own: unknown = Reflect.get(target, verb);
          if (typeof own !== 'function') return own;
          if (verb === 'eventsToTell' && !open) return async () => [];
          return own.bind(target);
        },
      }),
  };
}

async function takeover(): Promise<{ app: Quickstart; thief: Person; letGo(): void }> {
  const { around, letGo } = held();
  const app = await quickstartForThisTest({ aroundStore: around });
  const owner = await app.newcomer();
  const thief = owner.elsewhere();
  expect(await thief.proves('password', 'email-code')).toMatchObject(complete());
  return { app, thief, letGo };
}

/** The notices to an address, oldest first. */
async function notices(app: Quickstart, address: string): Promise<readonly string[]> {
  const mails = await app.mailsTo(address);
  return mails
    .filter(({ code, token }) => code === undefined && token === undefined)
    .map(({ text }) => text)
    .reverse();
}

async function changesAddress(app: Quickstart, thief: Person, to: string): Promise<void> {
  expect((await thief.client.post('/account/email', { email: to })).status).toBe(200);
  const { token } = await app.nextMail(to, 'token', 0);
  expect((await thief.client.post('/account/email/confirm', { token })).status).toBe(200);
}

/** Causes another notice, and waits until that notice was sent. The engine then sends all pending notices. */
async function catchesUp(app: Quickstart): Promise<void> {
  const someone = await app.newcomer();
  await (await app.admin()).does('block', someone, { reason: 'to be told of it' });
  await expect.poll(() => notices(app, someone.identifier), { timeout: 5_000 }).toHaveLength(1);
}

describe('the owner of an account that is being taken over', () => {
  it('X9 is told at the address that was theirs, however often it is changed before a slow notifier comes to it', async () => {
    const { app, thief, letGo } = await takeover();
    await changesAddress(app, thief, 'first@thief.example');
    await changesAddress(app, thief, 'second@thief.example');
    letGo();
    await catchesUp(app);
    // The notices of several accounts go out concurrently, so another account's notice does not imply these notices.
    const told = (address: string) => expect.poll(() => notices(app, address), { timeout: 5_000 });
    await told('first@thief.example').toHaveLength(2);
    await told('second@thief.example').toHaveLength(1);
    await told(thief.identifier).toEqual([expect.stringContaining('address of your account')]);
  });

  it('X9 is told of a deletion', async () => {
    const { app, thief, letGo } = await takeover();
    expect((await thief.client.delete('/account')).status).toBe(200);
    letGo();
    await catchesUp(app);
    expect(await notices(app, thief.identifier)).toEqual([expect.stringContaining('deleted')]);
  });
});
