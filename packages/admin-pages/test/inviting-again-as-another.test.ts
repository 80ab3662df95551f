import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { isOutOfSight } from '@sallyport/example-quickstart/test/shared-computer';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe.skipIf(chromiumHere === null)('invitations that are sent again while the administrator signs out', () => {
  const desk = chromiumForThisFile().at(app);

  it('X21 X44 go on in no session of the next administrator at the computer, if a mail is slow', async () => {
    const seat = await desk.sitDown();
    await isOutOfSight(seat);
    const { page } = seat;
    const former = await app.administratorOfPeople();
    const next = await app.administratorOfPeople();
    for (const at of [1, 2, 3]) {
      const address = `again-${at}@example.org`;
      const made = await former.person.client.post('/admin/accounts', {
        identifier: address,
        email: address,
        invite: true,
      });
      expect(made.status).toBe(201);
    }
    await seat.takesOver(former.person);
    let answers = (): void => {};
    const isAnswered = new Promise<void>((resolve) => {
      answers = resolve;
    });
    let asked = (): void => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    // The mail of the first invitation takes seconds.
    await page.route('**/invitation', async (route) => {
      const response = await route.fetch();
      asked();
      await isAnswered;
      await route.fulfill({ response });
    });
    await page.goto('/admin/people?query=again-', { waitUntil: 'networkidle' });
    await page.getByTestId('select-page').check();
    await page.getByTestId('invite-many').click();
    await page.getByTestId('confirm').click();
    await isAsked;
    const beside = await seat.secondTab();
    await beside.page.goto('/account', { waitUntil: 'networkidle' });
    await beside.page.getByTestId('sign-out').click();
    await beside.page.getByTestId('password').waitFor();
    await page.getByTestId('signed-out').waitFor();
    await seat.takesOver(next.person);
    answers();
    await page.waitForTimeout(3_000);
    const { person } = next;
    const done = await person.client.get(`/admin/events?actor=${await next.idOf(person)}&type=invitation.sent`);
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ events: [] });
  });
});
