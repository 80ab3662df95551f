/**
 * Backup codes that the person has not saved yet. The server has only their hashes: a reload would lose them. They stay in this tab until the
 * person says that they are saved, or signs out.
 */
export interface UnsavedCodes {
  readonly codes: readonly string[];
  /** Whose they are, where it is known. */
  readonly accountId?: string | undefined;
  /** Where to go on once they are saved; absent: this page goes on by itself. */
  readonly then?: string | undefined;
  /** They took the place of others, which are void. */
  readonly replaced?: boolean;
}

const KEY = 'sallyport.unsaved-codes';

export function keepUnsaved(codes: UnsavedCodes): void {
  sessionStorage.setItem(KEY, JSON.stringify(codes));
}

export function unsavedCodes(): UnsavedCodes | undefined {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  return isUnsaved(kept) ? kept : undefined;
}

export function forgetUnsaved(): void {
  sessionStorage.removeItem(KEY);
}

function isUnsaved(value: unknown): value is UnsavedCodes {
  return typeof value === 'object' && value !== null && 'codes' in value && Array.isArray(value.codes);
}
