import type { Seat } from './browser.ts';
import type { Person } from './person.ts';
import { PASSWORD, type Quickstart } from './quickstart.ts';
import { totpCode } from './totp.ts';

const GLASS = 'glass@example.org';

/** An emergency account that administers people and has an authenticator app, as it is set up before there is an emergency. */
export async function emergencyAccount(app: Quickstart): Promise<Person> {
  const account = { identifier: GLASS, email: GLASS, password: PASSWORD, roles: ['admin'], emergency: true };
  await (await app.admin()).creates(account);
  const glass = app.person(GLASS);
  await glass.proves('password', 'email-code');
  await glass.enrollsTotp();
  return glass;
}

/** Signs in with the password and the app. */
export async function signsInByApp(seat: Seat, app: Quickstart, { identifier, has }: Person): Promise<void> {
  // A code that was shown before is not taken again.
  app.clock.advance(30_000);
  await seat.usesPassword(identifier);
  await seat.page.getByTestId('step-totp').waitFor();
  await seat.page.getByTestId('code').fill(totpCode(has.totpSecret ?? '', app.clock.now));
  await seat.page.getByTestId('submit').click();
  await seat.isOnAccountPage();
}
