import { keepRecord, recordOf, thisSignIn } from './kept-data.ts';

/** The server has only hashes, so the codes stay in this tab until the person confirms that they are saved, or signs out. */
export interface UnsavedCodes {
  readonly codes: readonly string[];
  readonly accountId?: string | undefined;
  readonly then?: string | undefined;
  readonly replaced?: boolean;
}

const KEY = 'sallyport.unsaved-codes';

export function keepUnsaved(codes: UnsavedCodes): void {
  keepRecord(KEY, codes.accountId ?? thisSignIn(), codes);
}

export function unsavedCodes(accountId?: string): UnsavedCodes | undefined {
  const kept = recordOf(KEY, accountId ?? thisSignIn());
  return isUnsaved(kept) ? kept : undefined;
}

export function ownerOfUnsaved(): string | undefined {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  return isUnsaved(kept) ? kept.accountId : undefined;
}

export function forgetUnsaved(): void {
  sessionStorage.removeItem(KEY);
}

function isUnsaved(value: unknown): value is UnsavedCodes {
  return typeof value === 'object' && value !== null && 'codes' in value && Array.isArray(value.codes);
}
