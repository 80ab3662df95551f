import { chromiumForThisFile, chromiumHere, seatAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a tall dialog, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it.each([
    [1280, 800],
    [390, 844],
    [1280, 560],
  ])('X21 has its buttons in sight on a screen of %i by %i, at the beginning and at the end', async (width, height) => {
    const { page } = await seatAt(desk, app, (await app.admin()).person, '/admin/people');
    await page.setViewportSize({ width, height });
    await page.getByTestId('create-account').click();
    const dialog = page.getByTestId('dialog');
    await dialog.getByTestId('new-identifier').waitFor();
    for (const end of [0, 10_000]) {
      await dialog.evaluate((element, top) => element.scrollTo(0, top), end);
      const box = await dialog.boundingBox();
      for (const name of ['confirm', 'cancel']) {
        const { y = 0, height: tall = height } = (await dialog.getByTestId(name).boundingBox()) ?? {};
        expect(y + tall, name).toBeLessThanOrEqual((box?.y ?? 0) + (box?.height ?? 0));
      }
    }
  });
});
