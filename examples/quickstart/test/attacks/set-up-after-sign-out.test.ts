import { expect, it } from 'vitest';
import { asksToEnroll, complete } from '../support/expectations.ts';
import { clientIn } from '../support/page-client.ts';
import { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { totpCode } from '../support/totp.ts';

const app = await quickstartForThisFile();

it('X44 X9 a set-up that names an account goes to no sign-in of another account, also when the named account is signed out', async () => {
  // A page of the host shows Ann's account, in a browser that she has signed out meanwhile in another tab.
  const ann = await app.newcomer();
  expect(await ann.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  const { client: browser } = ann;
  const { accountId: shown = '' } = ann.has;
  expect((await ann.signsOut()).status).toBe(200);
  // Bob begins to sign in there in that other tab, and has to set something up.
  const account = await app.newcomer('contractor');
  const bob = new Person(app, account.identifier, browser, account.has);
  expect(await bob.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  // The page's client says whose account the page shows.
  const page = clientIn(browser, { shownAccount: () => shown });
  const begun = await page.enroll.secret('totp').catch(({ code }: { readonly code: string }) => code);
  const done =
    typeof begun === 'string'
      ? begun
      : await page.enroll.confirmCode('totp', totpCode(begun.secret, app.clock.now)).then(
          (answer) => `${answer.status} for ${answer.status === 'complete' ? answer.session.accountId : ''}`,
          ({ code }: { readonly code: string }) => code,
        );
  const { person } = await app.admin();
  const { body } = await person.client.get(`/admin/accounts/${bob.has.accountId}`);
  expect({ done, ofBob: body }).toMatchObject({ done: 'no-session', ofBob: { factors: { totp: false } } });
});
