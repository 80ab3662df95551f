import type { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe.skipIf(chromiumHere === null)('acts on people, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  async function at(path: string, { person }: Administration): Promise<Seat> {
    const seat = await desk.sitDown();
    await seat.takesOver(person);
    await seat.page.goto(path);
    return seat;
  }

  it('P18 a block of a person who was blocked meanwhile says so, with the author and the reason', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    await page.getByTestId('block').click();
    await page.getByTestId('reason').fill('lost laptop');
    const other = await app.administratorOfPeople();
    await other.does('block', person, { reason: 'left the company' });
    await page.getByTestId('confirm').click();
    const news = page.getByTestId('news');
    expect(await news.textContent()).toBe(
      `The account was blocked already, by ${other.person.identifier}. The reason of that block stays: left the company.`,
    );
    expect(await news.getAttribute('class')).toContain('warn');
  });
});
