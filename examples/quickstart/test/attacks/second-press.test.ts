import { expect, it } from 'vitest';
import { complete } from '../support/expectations.ts';
import { mailedCode } from '../support/mail.ts';
import { clientIn } from '../support/page-client.ts';
import { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { totpCode } from '../support/totp.ts';

const app = await quickstartForThisFile();

it('X8 X9 a second press of a set-up, after 410, goes to the account of nobody else either', async () => {
  const ann = await app.newcomer('contractor');
  const { client: browser, identifier } = ann;
  const page = clientIn(browser);
  await page.signIn.begin({ identifier, password: ann.has.password });
  await page.signIn.sendCode('email-code');
  expect(await page.signIn.code('email-code', await mailedCode(app, identifier))).toMatchObject({ status: 'enroll' });
  // Bob signs in there in another tab meanwhile.
  const account = await app.newcomer();
  const bob = new Person(app, account.identifier, browser, account.has);
  expect(await bob.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  const presses = async (): Promise<string> => {
    try {
      const { secret } = await page.enroll.secret('totp');
      await page.enroll.confirmCode('totp', totpCode(secret, app.clock.now));
      return 'set up';
    } catch (problem) {
      return String(Object(problem).code);
    }
  };
  expect(await presses()).toBe('flow-expired');
  // Ann sees that it failed, and presses again.
  const again = await presses();
  expect({ again, ofBob: (await bob.account()).factors }).toMatchObject({
    again: 'flow-expired',
    ofBob: { totp: false },
  });
});
