import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { FIRST_POLICY, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { holds } from '@sallyport/example-quickstart/test/shared-computer';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe.skipIf(chromiumHere === null)('an administrators’ page whose session is over, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X44 shows nobody a minute after the session ended on another device, though nobody touches the page', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const listed = await app.newcomer();
    const { person } = await app.administratorOfPeople();
    await seat.takesOver(person);
    await seat.clock.install();
    await page.goto('/admin/people', { waitUntil: 'networkidle' });
    await page.getByTestId('accounts').filter({ hasText: listed.identifier }).waitFor();
    await (await app.admin()).does('block', person, { reason: 'has left us' });
    await page.clock.fastForward(MINUTE + 5_000);
    await seat.isOn('/sign-in');
    expect(await holds(page)).not.toContain(listed.identifier);
  });

  it('X44 X14 leads to a sign-in page that goes to no provider by itself after the button to sign out', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.takesOver((await app.administratorOfPeople()).person);
    await page.goto('/admin');
    await page.getByTestId('sign-out').click();
    await page.getByTestId('password').waitFor();
    expect(new URL(page.url()).search).toBe('?local=1');
  });
});
