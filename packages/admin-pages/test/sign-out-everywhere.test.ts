import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('“Sign out everywhere” of the page of a person, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** A person with two sessions, whose sessions an administrator has on the screen. */
  async function onTheScreen() {
    const person = await app.newcomer();
    const devices = [person, person.elsewhere()];
    for (const device of devices) await device.proves('password', 'email-code');
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto(`/admin/people?id=${await ada.idOf(person)}&tab=sessions`);
    await page.getByTestId('end-all-sessions').click();
    return { person, devices, page, ada };
  }

  it('W4 X11 also ends a session that somebody opened since the page was loaded', async () => {
    const { person, page } = await onTheScreen();
    const thief = person.elsewhere();
    await thief.proves('password', 'email-code');
    await page.getByTestId('confirm').click();
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    const says = async () => (await page.locator('main').textContent()) ?? '';
    await expect.poll(says).toContain('They are signed out everywhere');
    const isLeft = (await thief.client.get('/session')).status === 200;
    expect(isLeft).toBe(false);
  });

  it('W4 X11 ends the others, if one has ended since the page was loaded', async () => {
    const { devices, page, ada, person } = await onTheScreen();
    const id = await ada.idOf(person);
    // The person ends the session that the page lists first.
    type Listed = { readonly sessions: readonly { readonly id: string }[] };
    const { sessions } = (await ada.person.client.get<Listed>(`/admin/accounts/${id}/sessions`)).body;
    await ada.person.client.delete(`/admin/accounts/${id}/sessions/${sessions[0]?.id}`);
    await page.getByTestId('confirm').click();
    await page.waitForTimeout(2_000);
    const statuses = await Promise.all(devices.map(async ({ client }) => (await client.get('/session')).status));
    expect(statuses).toEqual([401, 401]);
  });
});
