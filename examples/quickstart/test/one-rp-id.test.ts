import type { AddressInfo } from 'node:net';
import { type AccountId, hostCode, isRefusal, type Sallyport, tenantId } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import { pages } from '@sallyport/pages';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chromiumForThisFile, chromiumHere, type Seat } from './support/browser.ts';
import { registers } from './support/ceremonies.ts';
import { type SharedStore, sharedStore } from './support/embedded.ts';
import { PASSWORD, STORE } from './support/quickstart.ts';
import { INTERNAL, USB, type VirtualAuthenticator } from './support/virtual-authenticator.ts';

type Tenant = 'north' | 'south';

const ADA = 'ada@example.org';

/** The app of a tenant, at an origin of its own. Ada has an account with a password. */
interface TenantApp {
  readonly url: string;
  readonly auth: Sallyport;
  readonly accountId: AccountId;
}

async function serve(shared: SharedStore, tenant: Tenant, domain: string): Promise<TenantApp> {
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://${domain === 'localhost' ? domain : `${tenant}.${domain}`}:${port}`;
  const auth = await shared.start({
    ...{ origin: url, rpId: domain, tenant: () => tenant, tenants: { [tenant]: {} } },
    policy: { administrators: {}, requiredStrength: 'single', enrollment: { firstFactor: 'password' } },
  });
  app.use('/auth', sallyport(auth).routes());
  app.use(pages().middleware);
  return { url, auth, accountId: await accountOfAda(auth, tenant) };
}

async function accountOfAda(auth: Sallyport, tenant: Tenant): Promise<AccountId> {
  const made = await auth.people.create({ tenant, identifier: ADA, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  return made.accountId;
}

/** Shows a passkey at the sign-in page of a tenant, in a browser without cookies. Returns the status of the answer. */
async function shows(seat: Seat, { url }: TenantApp, ...touched: readonly VirtualAuthenticator[]): Promise<number> {
  await seat.forgetsEverything();
  await seat.touches();
  await seat.page.goto(`${url}/sign-in`);
  await seat.page.getByTestId('passkey-button').waitFor();
  // A touch would answer the prompt of the autofill, so that prompt is open first.
  await seat.page.waitForFunction(() => Reflect.get(globalThis, 'promptsOpened') > 0);
  const [answered] = await Promise.all([
    seat.page.waitForResponse((answer) => answer.url() === `${url}/auth/sign-in/passkey`),
    seat.pressesPasskeyButton(...touched),
  ]);
  return answered.status();
}

/** Signs Ada in with her password, and registers a passkey. Returns the id of the new passkey. */
async function registersAt(seat: Seat, app: TenantApp, authenticator: VirtualAuthenticator): Promise<string> {
  const before = await authenticator.passkeys();
  await seat.forgetsEverything();
  await seat.touches();
  await seat.page.goto(`${app.url}/sign-in`);
  await seat.types(ADA);
  await seat.isOnAccountPage();
  await seat.touches(authenticator);
  await registers(seat.page, app.url);
  const added = (await authenticator.passkeys()).filter((id) => !before.includes(id));
  expect(added).toHaveLength(1);
  return added[0] ?? '';
}

describe.skipIf(chromiumHere === null).each([
  ['whose pages are at the host of the relying party id', 'localhost'],
  ['whose pages are at hosts below the relying party id', 'shop.localhost'],
])('X39 two organisations %s, in Chromium', (_, domain) => {
  const chromium = chromiumForThisFile();

  async function world() {
    const shared = await sharedStore(STORE);
    const north = await serve(shared, 'north', domain);
    const south = await serve(shared, 'south', domain);
    const seat = await chromium.at(north).sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    return { shared, north, south, seat, internal, usb };
  }

  it('a passkey that is picked at the wrong organisation stays in its authenticator, and signs in at its own', async () => {
    const { north, south, seat, internal } = await world();
    const id = await registersAt(seat, north, internal);
    expect(await shows(seat, south, internal)).toBe(401);
    expect(await seat.says()).not.toBe('');
    expect(await internal.passkeys()).toEqual([id]);
    expect(await shows(seat, north, internal)).toBe(200);
    await seat.isOnAccountPage();
    expect(await internal.passkeys()).toEqual([id]);
  });

  it('a passkey that an administrator removed, or whose account is deleted, goes from its authenticator at either of them', async () => {
    const { north, south, seat, internal, usb } = await world();
    await registersAt(seat, north, internal);
    await registersAt(seat, south, usb);
    const by = 'test';
    await north.auth.people.resetPasskeys({ tenant: 'north', identifier: ADA }, { by: hostCode(by) });
    expect(await shows(seat, south, internal)).toBe(401);
    await expect.poll(() => internal.passkeys()).toEqual([]);
    await south.auth.people.delete({ tenant: 'south', identifier: ADA }, { by: hostCode(by) });
    expect(await shows(seat, north, usb)).toBe(401);
    await expect.poll(() => usb.passkeys()).toEqual([]);
  });

  it('a list of the passkeys at one leaves those of the other alone, in one authenticator', async () => {
    const { north, south, seat, internal } = await world();
    const ofNorth = await registersAt(seat, north, internal);
    const ofSouth = await registersAt(seat, south, internal);
    expect([...(await internal.passkeys())].sort()).toEqual([ofNorth, ofSouth].sort());
    await seat.page.addInitScript(KEEPS_LISTS);
    await seat.touches();
    for (const [{ url }, id] of [
      [south, ofSouth],
      [north, ofNorth],
    ] as const) {
      await seat.forgetsEverything();
      await seat.page.goto(`${url}/sign-in`);
      await seat.types(ADA);
      await seat.page.waitForURL((at) => at.pathname === '/account');
      await expect.poll(() => listsTold(seat)).toEqual([[id]]);
    }
    expect([...(await internal.passkeys())].sort()).toEqual([ofNorth, ofSouth].sort());
  });

  it('of a person whom both took from one system, the passkeys of one user handle stay where they are', async () => {
    const { shared, north, south, seat, internal, usb } = await world();
    // The former system gave both passkeys one user handle, and each organisation takes one of them.
    const ids = { north: await registersAt(seat, north, internal), south: '' };
    expect(await shows(seat, north, internal)).toBe(200);
    await seat.isOnAccountPage();
    await seat.touches(usb);
    await registers(seat.page, north.url);
    ids.south = (await usb.passkeys())[0] ?? '';
    const former = await shared.store().readAccount(tenantId('north'), north.accountId);
    for (const [tenant, { auth }] of Object.entries({ north, south })) {
      await auth.people.delete({ tenant, identifier: ADA }, { by: hostCode('test') });
      const record = former?.passkeys.find(({ id }) => id === ids[tenant as Tenant]);
      if (record === undefined) throw new Error('There is no such passkey');
      const passkeys = [
        { id: record.id, publicKey: record.publicKey, userHandle: former?.userHandle, userVerified: true },
      ];
      for await (const row of auth.people.import([{ identifier: ADA, passkeys }], { tenant, by: hostCode('test') }))
        expect(row).toMatchObject({ outcome: 'imported' });
    }
    await seat.page.addInitScript(KEEPS_LISTS);
    expect(await shows(seat, north, internal)).toBe(200);
    await expect.poll(() => listsTold(seat)).toEqual([[ids.north]]);
    expect(await shows(seat, south, usb)).toBe(200);
    await expect.poll(() => listsTold(seat)).toEqual([[ids.south]]);
    expect([await internal.passkeys(), await usb.passkeys()]).toEqual([[ids.north], [ids.south]]);
  });
});

/** Keeps the lists of passkeys that the page signals, and passes them on. */
const KEEPS_LISTS = `
  const signal = PublicKeyCredential.signalAllAcceptedCredentials.bind(PublicKeyCredential);
  PublicKeyCredential.signalAllAcceptedCredentials = async (told) => {
    await signal(told);
    globalThis.listsTold = [...(globalThis.listsTold ?? []), told.allAcceptedCredentialIds];
  };
`;

function listsTold({ page }: Seat): Promise<unknown> {
  return page.evaluate(() => Reflect.get(globalThis, 'listsTold'));
}
