import { here } from '@sallyport/pages/parts';
export function differencePage(version: unknown): string {
  return here(`/admin/policy?tab=history${typeof version === 'number' ? `&version=${version}` : ''}`);
}

export function differenceAsked(search: string): number | undefined {
  const version = Number(new URLSearchParams(search).get('version') ?? Number.NaN);
  return Number.isSafeInteger(version) && version > 0 ? version : undefined;
}
