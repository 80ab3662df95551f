import type { Seat } from './browser.ts';

/** Signs in by the demo's provider, with two factors there, up to the account page. */
export async function provesTwoFactorsAtCorp(seat: Seat, person: string): Promise<void> {
  const { page } = seat;
  await page.goto('/sign-in');
  await page.getByTestId('sso-corp').click();
  await page.getByTestId('corp-two-factors').check();
  await page.getByTestId(person).click();
  await seat.isOnAccountPage();
}
