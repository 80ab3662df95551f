/** A page of the list that the person passed on the way to a later page. */
export interface PassedPage {
  /** Absent: the first page. */
  readonly cursor?: string | undefined;
  /** The number of people on the page. */
  readonly rows: number;
}

/** The place of the reader in the list of people. */
export interface ListPlace {
  /** The address of the page of the list. */
  readonly address: string;
  /** The pages before this page, the first page first. A cursor leads to later pages alone, so the browser keeps the way back. */
  readonly passed: readonly PassedPage[];
  /** The vertical scroll position in pixels. */
  readonly scroll: number;
  /** The mark of the entry of the browser's history: {@link entryIn}. */
  readonly entry?: string | undefined;
}

/** The keys in `sessionStorage`: the place, and a mark for the link back. */
const KEY = 'sallyport.admin.list-place';
const RETURN = 'sallyport.admin.list-return';

/** Keeps the place until the tab closes. */
export function keepPlace(place: ListPlace): void {
  sessionStorage.setItem(KEY, JSON.stringify(place));
}

/** The kept place, if the place is on the page of this address. */
export function keptPlace(address: string): ListPlace | undefined {
  return placeIn(sessionStorage.getItem(KEY), address);
}

/** Notes that the person follows the link back to the list. The pages send no referrer, so the list cannot know otherwise. */
export function noteReturn(): void {
  sessionStorage.setItem(RETURN, 'yes');
}

/** Returns whether the person followed the link back to the list. The note counts once. */
export function takeReturn(): boolean {
  const isNoted = sessionStorage.getItem(RETURN) !== null;
  sessionStorage.removeItem(RETURN);
  return isNoted;
}

/** The mark of an entry of the browser's history, by which the list knows the entry again. Returns `undefined` if the state has none. */
export function entryIn(state: unknown): string | undefined {
  return typeof state === 'object' && state !== null && 'entry' in state && typeof state.entry === 'string'
    ? state.entry
    : undefined;
}

/** Reads a kept place. Returns `undefined` for another address or a damaged text. */
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

/** The passed pages in the state of an entry of the history. Returns `undefined` if the state has none. */
export function passedIn(state: unknown): readonly PassedPage[] | undefined {
  const passed: unknown = typeof state === 'object' && state !== null && 'passed' in state ? state.passed : undefined;
  return Array.isArray(passed) && passed.every(isPassedPage) ? passed : undefined;
}

function isPassedPage(page: unknown): page is PassedPage {
  if (typeof page !== 'object' || page === null) return false;
  const { cursor, rows }: { readonly cursor?: unknown; readonly rows?: unknown } = page;
  return Number.isInteger(rows) && (cursor === undefined || typeof cursor === 'string');
}

/** The places in the list of the first and the last person of a page. Returns `undefined` if the pages before are unknown. */
export function rangeOf(
  cursor: string | undefined,
  passed: readonly PassedPage[],
  rows: number,
): { readonly from: number; readonly to: number } | undefined {
  if (cursor !== undefined && passed.length === 0) return undefined;
  const before = passed.reduce((sum, page) => sum + page.rows, 0);
  return { from: before + 1, to: before + rows };
}
