import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the overview, in Chromium', () => {
  const desk = chromiumForThisFile().at(app, { locale: 'de-DE' });

  it('N5 shows each column of the roles in German, on a window of any width', async () => {
    const ada = await app.admin();
    await ada.creates({ identifier: 'eva@example.org', roles: ['contractor'] });
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin');
    const table = page.locator('.roles-chart');
    await table.waitFor();
    expect(await page.getByTestId('roles').textContent()).toContain('Hilfe nötig');
    const cut: number[] = [];
    for (let width = 660; width <= 1_500; width += 20) {
      await page.setViewportSize({ width, height: 900 });
      const [inner = 0, card = 0] = await table.evaluate((element) => [
        element.scrollWidth,
        element.closest('.roles-card')?.clientWidth ?? 0,
      ]);
      if (inner > card) cut.push(width);
    }
    expect(cut).toEqual([]);
  });
});
