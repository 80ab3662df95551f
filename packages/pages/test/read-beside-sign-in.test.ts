import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the account page beside the sign-in of another person, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X8 X44 signs nobody else in when it loads', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const owner = await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    // Another person is in a sign-in that asks for a set-up, in a window beside.
    const other = await app.newcomer('contractor');
    const { identifier } = other;
    const headers = { origin: new URL(page.url()).origin };
    const ask = async (path: string, data: unknown) =>
      (await page.request.post(`/auth${path}`, { headers, data })).json();
    await ask('/sign-in', { identifier, password: other.has.password });
    await ask('/sign-in/email-code/send', {});
    const answer = await ask('/sign-in/email-code', { code: await mailedCode(app, identifier) });
    expect(answer).toMatchObject({ status: 'enroll' });
    // The role that asked for the set-up goes.
    const ada = await app.admin();
    const roles = await ada.person.client.put(`/admin/accounts/${other.has.accountId}/roles`, { roles: [] });
    expect(roles.status).toBe(200);
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    expect(await seat.session()).toMatchObject({ accountId: owner.has.accountId });
    expect(await page.locator('#who').textContent()).toContain(owner.identifier);
  });
});
