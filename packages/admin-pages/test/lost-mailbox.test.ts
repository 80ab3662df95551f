import { faultsOf } from '@sallyport/example-quickstart/test/accessibility';
import { chromiumForThisFile, chromiumHere, type Desk, type Seat } from '@sallyport/example-quickstart/test/browser';
import type { Person } from '@sallyport/example-quickstart/test/person';
import {
  type Quickstart,
  quickstartForThisFile,
  quickstartForThisTest,
} from '@sallyport/example-quickstart/test/quickstart';
import type { Width } from '@sallyport/example-quickstart/test/widths';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a mailbox that is lost, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);

  /** An administrator in front of a person's account page. */
  async function adminAt(
    person: Person,
    at: Width = 'desktop',
    own: Quickstart = app,
    from: Desk = desk,
  ): Promise<Seat> {
    const ada = await own.admin();
    const office = await from.sitDownAt(at);
    await office.takesOver(ada.person);
    await office.page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await office.page.getByTestId('leaving').waitFor();
    return office;
  }

  async function setsRole({ page }: Seat, role: string, given: boolean): Promise<void> {
    await page.getByTestId(`roles-${role}`).setChecked(given);
    await page.getByTestId('save-roles').click();
    await page.getByTestId('news').filter({ hasText: 'The roles are saved' }).waitFor();
  }

  it('each side reads what to do, and by it a person comes in whom only a mailed code let in', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await app.newcomer();
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('lost').click();
    expect(await page.getByTestId('whom-to-ask').getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('only a code from this mailbox works here'),
      expect.stringMatching(/tell an administrator.*“When their mailbox is lost”.*no code of theirs works/),
      expect.stringContaining('under “I have a code from an administrator”'),
    ]);
    expect.soft(await faultsOf(page), 'the person’s page').toEqual([]);

    const office = await adminAt(person, 'phone');
    const hint = office.page.getByTestId('mailbox-lost');
    expect(await hint.textContent()).toMatch(
      /^When their mailbox is lost: .*no code of yours.*add “contractor”.*“Give a sign-in code”.*take the role away/,
    );
    expect.soft(await faultsOf(office.page), 'the administrator’s page').toEqual([]);
    await setsRole(office, 'contractor', true);
    expect(await hint.textContent()).toContain('in place of the code by email');
    await office.page.getByTestId('vouch').click();
    await office.page.getByTestId('kept-code').filter({ hasText: 'if not, their sign-in doesn’t take it' }).waitFor();
    const code = (await office.page.getByTestId('enrollment-code').textContent()) ?? '';

    await seat.usesPassword(person.identifier);
    await page.getByTestId('have-enrollment-code').click();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    await seat.touches(seat.authenticator);
    await page.getByTestId('enroll-passkey').click();
    await page.getByTestId('done').click();
    await seat.isOnAccountPage();

    await office.page.reload();
    await office.page.getByTestId('leaving').waitFor();
    expect(await hint.count()).toBe(0);
    await setsRole(office, 'contractor', false);
    await seat.signsInAlone();
    expect((await seat.account()).roles).toEqual([]);
  });

  it('a role that needs a passkey or an app takes the code of an administrator at once, and the page says so', async () => {
    const { page } = await adminAt(await app.newcomer('contractor'));
    expect(await page.getByTestId('mailbox-lost').textContent()).toMatch(/: Press “Give a sign-in code”/);
  });

  it('where no role needs more, the page says that the account has to be created anew; who administers is not named', async () => {
    const own = await quickstartForThisTest();
    const ada = await own.admin();
    await ada.putsPolicy({
      roles: {
        'super-admin': { requiredStrength: 'enhanced' },
        partner: { requiredStrength: 'enhanced', methods: ['passkey'] },
      },
    });
    const { page } = await adminAt(await own.newcomer(), 'desktop', own, chromium.at(own));
    const told = await page.getByTestId('mailbox-lost').textContent();
    expect(told).toMatch(/Delete the account, and create it again/);
    expect(told).not.toMatch(/super-admin|partner/);
  });

  it('nothing is said of the mailbox where a code from it does not let in', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const { page } = await adminAt(person);
    expect(await page.getByTestId('mailbox-lost').count()).toBe(0);
  });
});
