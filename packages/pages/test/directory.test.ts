import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisTest } from '@sallyport/example-quickstart/test/quickstart';
import { directoryAt, hasSlapd, SECRET, slapdForThese } from '@sallyport/example-quickstart/test/servers/directory';
import { describe, expect, it } from 'vitest';

describe.skipIf(chromiumHere === null || !hasSlapd)('whoever comes by a directory, in Chromium', () => {
  const slapd = slapdForThese();
  const chromium = chromiumForThisFile();

  it('P12 is offered no local password on the account page, since the directory has it', async () => {
    const app = await quickstartForThisTest({
      policy: {
        requiredStrength: 'single',
        providers: { ldap: { mailDomains: ['corp.example'], createAccounts: true } },
      },
      ...directoryAt(slapd()),
    });
    const seat = await chromium.at(app).sitDown();
    await seat.usesPassword('erin@corp.example', SECRET);
    await seat.isOnAccountPage();
    const row = seat.page.locator('[data-factor=Password]');
    expect(await row.textContent()).toContain('The directory’s.');
    expect(await row.getByRole('button').count()).toBe(0);
  });
});
