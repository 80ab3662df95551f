import type { Seat } from './browser.ts';
import type { Person } from './person.ts';
import { PASSWORD, type Quickstart } from './quickstart.ts';
import { totpCode } from './totp.ts';

const GLASS = 'glass@example.org';

/** Creates an emergency account that administers people, and sets up its authenticator app. */
export async function emergencyAccount(app: Quickstart): Promise<Person> {
  const account = { identifier: GLASS, email: GLASS, password: PASSWORD, roles: ['admin'], emergency: true };
  await (await app.admin()).creates(account);
  const glass = app.person(GLASS);
  await glass.proves('password', 'email-code');
  await glass.enrollsTotp();
  return glass;
}

/** Signs in with the password and the authenticator app. */
export async function signsInByApp(seat: Seat, app: Quickstart, { identifier, has }: Person): Promise<void> {
  // The server refuses a used code, so the app needs a new time step.
  app.clock.advance(30_000);
  await seat.usesPassword(identifier);
  await seat.page.getByTestId('step-totp').waitFor();
  await seat.page.getByTestId('code').fill(totpCode(has.totpSecret ?? '', app.clock.now));
  await seat.isOnAccountPage();
}
