import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { emergencyWay, OwnVault, secretWay } from '@sallyport/example-quickstart/test/vault';
import { askToReplaceKey, ownsVaultBySecret } from '@sallyport/example-quickstart/test/vault-page';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)(
  'the page of a vault whose person was replaced without a word, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('P21 X44 a new key does not replace the vault of another account', async () => {
      const seat = await desk.sitDown();
      const { page } = seat;
      await ownsVaultBySecret(seat, app);
      const other = await app.newcomer();
      await other.proves('password', 'email-code');
      const vault = new OwnVault(other);
      const before = (await vault.puts([secretWay(), emergencyWay()], 0)).body;
      await page.getByTestId('replace-key').click();
      const { identifier } = other;
      const headers = { origin: new URL(page.url()).origin };
      const ask = (path: string, data: unknown) => page.request.post(`/auth${path}`, { headers, data });
      await ask('/sign-in', { identifier, password: other.has.password });
      await ask('/sign-in/email-code/send', {});
      const granted = await ask('/sign-in/email-code', { code: await mailedCode(app, identifier) });
      expect(await granted.json()).toMatchObject({ status: 'complete' });
      await askToReplaceKey(seat, 'other words of a new secret');
      await page.getByTestId('not-done').waitFor();
      expect((await vault.read()).body).toEqual(before);
    });
  },
);
