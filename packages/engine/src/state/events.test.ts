import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, provesNow } from '../embedded.test-support.ts';

const OWNER = 'dora@example.org';

/** The owner's account, with an authenticator app, in the hands of a thief who has a session of it. */
async function takenOver(world: Embedded): Promise<Client> {
  await newAccount(world, OWNER);
  const thief = new Client(world);
  await thief.signsInByMail(OWNER);
  await thief.enrollsTotp();
  await provesNow(world, world.store, thief);
  return thief;
}

async function changesAddress(world: Embedded, thief: Client, to: string): Promise<void> {
  const { me } = world.auth;
  expect(await me(await thief.session()).requestEmail(to)).toBeUndefined();
  const token = world.mails.at(-1)?.token ?? '';
  expect(isRefusal(await me(await thief.session()).confirmEmail(token))).toBe(false);
}

/** To which addresses an owner was told of events of this type, in order. */
function toldOf({ notices }: Embedded, type: string): (readonly string[])[] {
  return notices.filter(({ event }) => event.type === type).map(({ addresses }) => addresses);
}

describe('whom to tell of an event', () => {
  it('X9 is fixed in its commit: two changes of address behind a slow notifier divert no notice', async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((go) => {
      letGo = go;
    });
    const world: Embedded = await embedded({
      notifyOwner: async (notice) => {
        await held;
        world.notices.push(notice);
      },
    });
    const thief = await takenOver(world);
    await changesAddress(world, thief, 'first@thief.example');
    await changesAddress(world, thief, 'second@thief.example');
    letGo();
    await world.auth.runBackgroundWork();
    expect(toldOf(world, 'account.email-changed')).toEqual([
      [OWNER, 'first@thief.example'],
      ['first@thief.example', 'second@thief.example'],
    ]);
    expect(toldOf(world, 'factor.enrolled')).toEqual([[OWNER]]);
    await world.auth.close();
  });

  it('X9 includes a deletion, of which there is nobody left to ask', async () => {
    const world = await embedded();
    const thief = await takenOver(world);
    expect(await world.auth.me(await thief.session()).remove()).toBeUndefined();
    await world.auth.runBackgroundWork();
    const notice = world.notices.find(({ event }) => event.type === 'account.deleted');
    expect(notice).toMatchObject({ addresses: [OWNER], identifiers: [OWNER] });
    await world.auth.close();
  });

  it('X19 is in no log that anybody reads', async () => {
    const world = await embedded();
    const thief = await takenOver(world);
    const { tenant } = await thief.session();
    const { events } = await world.auth.audit.events(tenant, {});
    expect(JSON.stringify(events)).not.toContain('addresses');
    await world.auth.close();
  });
});
