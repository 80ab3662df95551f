import { setTimeout as pause } from 'node:timers/promises';
import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { isOutOfSight } from '@sallyport/example-quickstart/test/shared-computer';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe.skipIf(chromiumHere === null)(
  'a list of invitations whose administrator signs out meanwhile, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('X21 X44 goes on in no session of the next administrator at the computer', async () => {
      const seat = await desk.sitDown();
      await isOutOfSight(seat);
      const { page } = seat;
      const former = await app.administratorOfPeople();
      const next = await app.administratorOfPeople();
      await seat.takesOver(former.person);
      // A slow network: the list takes seconds.
      await page.route('**/auth/admin/accounts', async (route) => {
        if (route.request().method() === 'POST') await pause(400);
        await route.fallback();
      });
      await page.goto('/admin/people?new=1', { waitUntil: 'networkidle' });
      const addresses = Array.from({ length: 40 }, (_, at) => `list-${at}@example.org`);
      await page.getByTestId('new-identifier').fill(addresses.join(','));
      const first = page.waitForResponse(
        (response) => response.request().method() === 'POST' && response.status() === 201,
      );
      await page.getByTestId('confirm').click();
      await first;
      const beside = await seat.secondTab();
      await beside.page.goto('/account', { waitUntil: 'networkidle' });
      await beside.page.getByTestId('sign-out').click();
      await beside.page.getByTestId('password').waitFor();
      await page.getByTestId('signed-out').waitFor();
      await seat.takesOver(next.person);
      await pause(5_000);
      const { person } = next;
      const done = await person.client.get(`/admin/events?actor=${await next.idOf(person)}&type=account.invited`);
      expect(done.status).toBe(200);
      expect(done.body).toMatchObject({ events: [] });
    });
  },
);
