import { chromiumForThisFile, chromiumHere, ownerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { complete } from '@sallyport/example-quickstart/test/expectations';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { INTERNAL, USB } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('passkeys that go, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  async function removes(seat: Seat, id: string | undefined): Promise<void> {
    const row = seat.page.locator(`[data-testid=passkey][data-id="${id}"]`);
    await row.getByTestId('remove-passkey').click();
    await seat.page.getByTestId('confirm').click();
    await row.waitFor({ state: 'detached' });
  }

  it('W15, X15 removed on the account page, a passkey is gone from its authenticator too', async () => {
    const seat = await desk.sitDown();
    const person = await ownerAt(seat, app);
    await seat.signsInAlone();
    const [id] = await seat.authenticator.passkeys();
    await removes(seat, id);
    await expect.poll(() => seat.authenticator.passkeys()).toEqual([]);
    // The session rested on the removed passkey, and the sign-in page says so.
    await seat.isOn('/sign-in');
    expect(await seat.page.getByTestId('note').textContent()).toContain('is removed');
    expect(await seat.statusOf('/app/reports')).toBe(401);

    await seat.usesPasskeyAlone();
    expect(await seat.says()).toContain('No passkey was used');
    expect(await seat.statusOf('/app/reports')).toBe(401);
    await seat.usesPassword(person.identifier);
    await seat.page.getByTestId('step-email-code').waitFor();
  });

  it('X15 a lost device that is signed out still has its passkey, and the page says what to do', async () => {
    const seat = await desk.sitDown();
    await ownerAt(seat, app);
    await seat.signsInAlone();
    await seat.page.getByTestId('revoke-session').first().click();
    const news = seat.page.getByTestId('news').filter({ hasText: 'That device is signed out.' });
    expect(await news.textContent()).toContain('A passkey on a lost device still works: remove it');
  });

  it('X38 the passkey manager is told of a removal, of a new name, and of what changed elsewhere', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    const person = await ownerAt(seat, app);
    const [lost] = await internal.passkeys();
    const [kept = ''] = await usb.passkeys();
    await seat.signsInAlone(usb);
    const told = (): Promise<Record<string, unknown>[]> =>
      seat.page.evaluate('JSON.parse(sessionStorage.getItem("told") ?? "[]")');
    await seat.page.addInitScript(KEEPS_SIGNALS);
    await seat.page.goto(seat.page.url());
    await seat.page.getByTestId('identifier').waitFor();
    const { passkeyUser } = await seat.account();
    const { rpId, userHandle: userId } = passkeyUser;
    expect(passkeyUser).toEqual({ rpId: 'localhost', userHandle: expect.any(String), name: person.identifier });
    await expect.poll(told).toEqual([
      { rpId, userId, allAcceptedCredentialIds: expect.arrayContaining([lost, kept]) },
      { rpId, userId, name: person.identifier, displayName: person.identifier },
    ]);
    await removes(seat, lost);
    await expect.poll(told).toContainEqual({ rpId, userId, allAcceptedCredentialIds: [kept] });
    await seat.page.getByTestId('change-identifier').click();
    const name = newNameOf(person);
    await seat.page.getByLabel('New sign-in name').fill(name);
    await seat.page.getByTestId('confirm').click();
    await expect.poll(told).toContainEqual({ rpId, userId, name, displayName: name });
  });

  it('X38 a browser without signals renames and removes just as well', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    const person = await ownerAt(seat, app);
    const [lost] = await internal.passkeys();
    await seat.signsInAlone(usb);
    await seat.page.addInitScript(NO_SIGNALS);
    await seat.page.goto(seat.page.url());
    await removes(seat, lost);
    expect((await seat.account()).factors.passkeys).toHaveLength(1);
    await seat.page.getByTestId('change-identifier').click();
    await seat.page.getByLabel('New sign-in name').fill(newNameOf(person));
    await seat.page.getByTestId('confirm').click();
    await expect.poll(async () => (await seat.account()).passkeyUser.name).toBe(newNameOf(person));
    expect(seat.page.url()).toContain('/account');
  });

  it('W15, P15 of two passkeys one is removed, and the other stays and signs in', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    await ownerAt(seat, app);
    const [lost] = await internal.passkeys();
    const kept = await usb.passkeys();
    await seat.signsInAlone(usb);
    await removes(seat, lost);
    await expect.poll(() => internal.passkeys()).toEqual([]);
    expect(await usb.passkeys()).toEqual(kept);
    await seat.signsInAlone(usb);
    expect((await seat.account()).factors.passkeys.map(({ id }) => id)).toEqual(kept);
  });

  it('P15 of two keys one is lost, and the other signs in and takes the lost one off the account', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    const { identifier } = await ownerAt(seat, app);
    const [lost] = await usb.passkeys();
    await usb.isGone();

    await seat.usesPassword(identifier);
    await seat.goesOnWithPasskey(internal);
    await seat.isOnAccountPage();
    await removes(seat, lost);
    await seat.signsInAlone(internal);
    expect((await seat.account()).factors.passkeys.map(({ id }) => id)).toEqual(await internal.passkeys());
  });

  it('P13, X15 after a reset by an administrator a refused passkey goes at once, and the first new one clears the others', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    const person = await ownerAt(seat, app);
    expect(await internal.passkeys()).toHaveLength(1);
    expect((await (await app.admin()).does('reset-passkeys', person)).status).toBe(200);

    expect((await seat.posts('/sign-in/passkey', () => seat.usesPasskeyAlone(internal))).status).toBe(401);
    expect(await seat.says()).not.toBe('');
    // The page tells the browser that the credential id is unknown, and the browser removes the passkey.
    await expect.poll(() => internal.passkeys()).toEqual([]);

    await seat.forgetsEverything();
    const again = person.elsewhere();
    expect(await again.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    await seat.takesOver(again);
    await seat.touches(usb);
    await seat.registersPasskey();
    const [added] = (await seat.account()).factors.passkeys;
    await expect.poll(() => usb.passkeys()).toEqual([added?.id]);
  });
});

/** A name that is no mail address: an owner takes an address only from the own mailbox. */
function newNameOf({ identifier }: Person): string {
  return `new-${identifier.split('@')[0]}`;
}

/** Keeps the arguments of the signals, and passes them on. */
const KEEPS_SIGNALS = `
  for (const name of ['signalAllAcceptedCredentials', 'signalCurrentUserDetails']) {
    const signal = PublicKeyCredential[name]?.bind(PublicKeyCredential);
    PublicKeyCredential[name] = async (told) => {
      const before = JSON.parse(sessionStorage.getItem('told') ?? '[]');
      sessionStorage.setItem('told', JSON.stringify([...before, told]));
      await signal?.(told);
    };
  }
`;

const NO_SIGNALS = `
  for (const name of ['signalAllAcceptedCredentials', 'signalCurrentUserDetails', 'signalUnknownCredential'])
    delete PublicKeyCredential[name];
`;
