/** The session whose set-up the server refused, by its newest proof: an administrator has to vouch first. */
let refused: string | undefined;
let shown: string | undefined;

/**
 * Remembers the session of the page. After another proof the server may decide otherwise.
 *
 * @returns whether the server refused a set-up in this session, so that the page recommends none
 */
export function needsAdministratorIn(accountId: string, authTime: string): boolean {
  shown = `${accountId} ${authTime}`;
  return shown === refused;
}

/** After a refused set-up: takes the recommendations off the page, because the person cannot follow them. */
export function keepNeedsAdministrator(): void {
  refused = shown;
  document.querySelector('[data-testid=recommendations]')?.remove();
}
