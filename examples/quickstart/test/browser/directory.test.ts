import { describe, expect, it } from 'vitest';
import { chromiumForThisFile, chromiumHere } from '../support/browser.ts';
import { quickstartForThisTest } from '../support/quickstart.ts';
import { directoryAt, hasSlapd, SECRET, slapdForThese } from '../support/servers/directory.ts';

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
