/** The address of the history that opens the difference of a version. Without a number, the address of the history. */
export function differencePage(version: unknown): string {
  return `/admin/policy?tab=history${typeof version === 'number' ? `&version=${version}` : ''}`;
}

/** The version of which the address asks to see the difference. */
export function differenceAsked(search: string): number | undefined {
  const version = Number(new URLSearchParams(search).get('version') ?? Number.NaN);
  return Number.isSafeInteger(version) && version > 0 ? version : undefined;
}
