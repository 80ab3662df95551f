import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the ways to sign in of a person, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('W4 stay open for a way that comes later, if nothing or everything was chosen', async () => {
    const person = await app.newcomer('contractor');
    const ada = await app.admin();
    const id = await ada.idOf(person);
    const methods = async () => Object(await ada.sees(person)).methods;
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    const changes: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT') changes.push(request.postData() ?? '');
    });
    const saves = async (...presses: readonly string[]) => {
      await page.goto(`/admin/people?id=${id}`);
      await page.getByTestId('set-methods').click();
      for (const way of presses) await page.getByTestId(`allow-${way}`).click();
      await page.getByTestId('confirm').click();
      await page.getByTestId('dialog').waitFor({ state: 'detached' });
    };
    await saves();
    expect(await page.getByTestId('news').textContent()).toContain('Nothing was changed.');
    expect(changes).toEqual([]);
    await saves('ldap');
    expect(await methods()).toEqual(['passkey', 'password', 'sso']);
    await saves('sso', 'sso');
    expect(changes).toHaveLength(1);
    await saves('ldap');
    expect(await methods()).toBeNull();
  });
});
