import { readFile } from 'node:fs/promises';
import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the export of a page whose person was replaced, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X21 X44 hands the page of one person no document about another', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const owner = await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('export').waitFor();
    // A sign-in page of the host, in a window beside.
    const other = await app.newcomer();
    const { identifier } = other;
    const headers = { origin: new URL(page.url()).origin };
    const ask = (path: string, data: unknown) => page.request.post(`/auth${path}`, { headers, data });
    await ask('/sign-in', { identifier, password: other.has.password });
    await ask('/sign-in/email-code/send', {});
    const granted = await ask('/sign-in/email-code', { code: await mailedCode(app, identifier) });
    expect(await granted.json()).toMatchObject({ status: 'complete' });
    const downloading = page.waitForEvent('download', { timeout: 5_000 }).catch(() => undefined);
    await page.getByTestId('export').click();
    const download = await downloading;
    const document = download === undefined ? '' : await readFile(await download.path(), 'utf8');
    expect(document).not.toContain(identifier);
    expect(await page.getByTestId('not-done').count()).toBe(1);
    expect(owner.identifier).not.toBe(identifier);
  });
});
