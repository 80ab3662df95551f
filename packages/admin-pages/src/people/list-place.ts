export interface PassedPage {
  readonly cursor?: string | undefined;
  readonly rows: number;
}

export interface ListPlace {
  readonly address: string;
  /** A cursor leads to later pages alone, so the browser keeps the way back. */
  readonly passed: readonly PassedPage[];
  readonly scroll: number;
  readonly entry?: string | undefined;
}

/** In `sessionStorage`: the place, and a mark for the link back. */
const KEY = 'sallyport.admin.list-place';
const RETURN = 'sallyport.admin.list-return';

export function keepPlace(place: ListPlace): void {
  sessionStorage.setItem(KEY, JSON.stringify(place));
}

export function keptPlace(address: string): ListPlace | undefined {
  return placeIn(sessionStorage.getItem(KEY), address);
}

/** The pages send no referrer. */
export function noteReturn(): void {
  sessionStorage.setItem(RETURN, 'yes');
}

export function takeReturn(): boolean {
  const isNoted = sessionStorage.getItem(RETURN) !== null;
  sessionStorage.removeItem(RETURN);
  return isNoted;
}

/** By which the list knows an entry of the history again. */
export function entryIn(state: unknown): string | undefined {
  return typeof state === 'object' && state !== null && 'entry' in state && typeof state.entry === 'string'
    ? state.entry
    : undefined;
}

export function placeIn(text: string | null, address: string): ListPlace | undefined {
  try {
    const kept: Partial<ListPlace> | null = JSON.parse(text ?? 'null');
    const passed = passedIn(kept);
    if (kept?.address !== address || passed === undefined || typeof kept.scroll !== 'number') return undefined;
    return { address, passed, scroll: kept.scroll, entry: entryIn(kept) };
  } catch {
    return undefined;
  }
}

export function passedIn(state: unknown): readonly PassedPage[] | undefined {
  const passed: unknown = typeof state === 'object' && state !== null && 'passed' in state ? state.passed : undefined;
  return Array.isArray(passed) && passed.every(isPassedPage) ? passed : undefined;
}

function isPassedPage(page: unknown): page is PassedPage {
  if (typeof page !== 'object' || page === null) return false;
  const { cursor, rows }: { readonly cursor?: unknown; readonly rows?: unknown } = page;
  return Number.isInteger(rows) && (cursor === undefined || typeof cursor === 'string');
}

export function rangeOf(
  cursor: string | undefined,
  passed: readonly PassedPage[],
  rows: number,
): { readonly from: number; readonly to: number } | undefined {
  if (cursor !== undefined && passed.length === 0) return undefined;
  const before = passed.reduce((sum, page) => sum + page.rows, 0);
  return { from: before + 1, to: before + rows };
}
