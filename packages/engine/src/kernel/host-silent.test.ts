import { forAdapters } from '@sallyport/engine/adapters';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, provesNow } from '../embedded.test-support.ts';
import { settled, type VirtualTimer, virtualTimer } from './virtual-timer.test-support.ts';

const forEver = (): Promise<never> => new Promise(() => {});
const [STUCK, OTHER] = ['stuck@example.org', 'other@example.org'];

/** Both set up an authenticator app, of which they are told, those of the stuck one first. */
async function bothEnroll(world: Embedded): Promise<void> {
  for (const identifier of [STUCK, OTHER]) {
    await newAccount(world, identifier);
    const client = new Client(world);
    await client.signsInByMail(identifier);
    await client.enrollsTotp();
  }
}

/** A notifier that never answers for one account, until it is mended. */
async function stuckNotifier(): Promise<{
  readonly world: Embedded;
  readonly timer: VirtualTimer;
  readonly asked: () => number;
  readonly mend: () => void;
}> {
  const timer = virtualTimer();
  let asked = 0;
  let mended = false;
  const world: Embedded = await embedded({
    timer,
    notifyOwner: async (notice) => {
      if (notice.addresses.includes(STUCK)) {
        asked += 1;
        if (!mended) await forEver();
      }
      world.notices.push(notice);
    },
  });
  const mend = (): void => {
    mended = true;
  };
  return { world, timer, asked: () => asked, mend };
}

const addressesOf = ({ notices }: Embedded): string[] => [...new Set(notices.flatMap(({ addresses }) => addresses))];

describe('a notifier that never settles', () => {
  it('X20 keeps back the notices to that account, and no others', async () => {
    const { world } = await stuckNotifier();
    await bothEnroll(world);
    await settled();
    expect(addressesOf(world)).toEqual([OTHER]);
    expect(world.notices.length).toBeGreaterThan(1);
  });

  it('X20 is asked again later, and later still, in the order in which it came about', async () => {
    const { world, timer, asked, mend } = await stuckNotifier();
    const pass = async (milliseconds: number): Promise<void> => {
      world.now += milliseconds;
      await timer.pass(milliseconds);
    };
    await bothEnroll(world);
    await settled();
    expect(asked()).toBe(1);
    for (let quarter = 0; quarter < 4 * 60; quarter += 1) await pass(15_000);
    expect(asked()).toBeGreaterThan(4);
    expect(asked()).toBeLessThan(12);
    mend();
    for (let quarter = 0; quarter < 4 * 70; quarter += 1) await pass(15_000);
    const told = world.notices.filter(({ addresses }) => addresses.includes(STUCK)).map(({ event }) => event.type);
    expect(told).toEqual(['factor.enrolled', 'backup-codes.issued']);
    await world.auth.close();
  });

  it('X20 does not keep the sweep from sweeping', async () => {
    const { world, timer } = await stuckNotifier();
    await newAccount(world, STUCK);
    const client = new Client(world);
    await client.signsInByMail(STUCK);
    await client.enrollsTotp();
    world.now += 400 * 86_400_000;
    await timer.pass(15_000);
    expect(await world.store.sweep(forAdapters(world.auth).now())).toBe(0);
  });

  it('X20 does not keep close() from closing', async () => {
    const { world, timer } = await stuckNotifier();
    await bothEnroll(world);
    await settled();
    let closed = false;
    const closing = world.auth.close().then(() => {
      closed = true;
    });
    await timer.pass(9_000);
    expect(closed).toBe(false);
    await timer.pass(1_000);
    await closing;
  });
});

describe('a store that never ends a sweep', () => {
  it('X20 keeps no notice back, and no close()', async () => {
    const timer = virtualTimer();
    const world = await embedded({ timer, store: { ...memoryStore(), sweep: forEver } });
    await timer.pass(15_000);
    await bothEnroll(world);
    await timer.pass(15_000);
    expect(addressesOf(world)).toEqual([STUCK, OTHER]);
    const closing = world.auth.close();
    await timer.pass(10_000);
    await closing;
  });
});

describe('a host that does not answer', () => {
  it('X20 a mailer: the person is told to ask again, and what follows the answer ends as well', async () => {
    const timer = virtualTimer();
    const world = await embedded({ timer, sendMail: forEver });
    await newAccount(world, OTHER);
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: OTHER, password: PASSWORD }));
    const sent = world.auth.signIn.sendCode(client.caller, 'email-code');
    await timer.pass(10_000);
    expect(await sent).toEqual({ refused: 'mail-unavailable' });
    await world.auth.recovery.begin(client.caller, { identifier: OTHER });
    const ran = world.auth.runBackgroundWork();
    await timer.pass(10_000);
    await ran;
    await world.auth.close();
  });

  it('X20 the table of roles: nothing is decided without it', async () => {
    const timer = virtualTimer();
    const world = await embedded({ timer, policy: { requiredStrength: 'single' }, resolveSubject: forEver });
    await newAccount(world, OTHER);
    const client = new Client(world);
    const answer = world.auth.signIn.begin(client.caller, { identifier: OTHER, password: PASSWORD });
    const refused = expect(answer).rejects.toMatchObject({ code: 'host-unavailable' });
    // Its password is hashed on another thread: it takes what it takes.
    let done = false;
    void answer
      .catch(() => {})
      .finally(() => {
        done = true;
      });
    while (!done) await timer.pass(1_000);
    await refused;
    await world.auth.close();
  });

  it('X20 the list of what an account could reach: it is blocked without', async () => {
    const timer = virtualTimer();
    const world = await embedded({
      timer,
      policy: { administrators: { people: ['admin'] }, requiredStrength: 'single' },
      exposure: forEver,
    });
    const id = await newAccount(world, OTHER);
    await newAccount(world, 'ada@example.org', ['admin']);
    const admin = new Client(world);
    await admin.keeps(world.auth.signIn.begin(admin.caller, { identifier: 'ada@example.org', password: PASSWORD }));
    const blocked = world.auth.people.block(
      { accountId: id },
      { reason: 'a look is needed', by: await provesNow(world, world.store, admin) },
    );
    await timer.pass(5_000);
    expect(await blocked).toMatchObject({ status: 'blocked' });
    await world.auth.close();
  });
});
