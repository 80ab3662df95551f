import { keepRecord, recordOf, thisSignIn } from './kept-data.ts';

/**
 * Backup codes that the person has not saved yet. The server has only hashes, so a reload would lose the codes. The codes stay in this
 * tab until the person confirms that they are saved, or signs out.
 */
export interface UnsavedCodes {
  readonly codes: readonly string[];
  /** The owner's account id, if known. */
  readonly accountId?: string | undefined;
  /** The page to go to after saving; absent: the current page continues. */
  readonly then?: string | undefined;
  /** Whether the codes replaced earlier codes, which are void. */
  readonly replaced?: boolean;
}

const KEY = 'sallyport.unsaved-codes';

export function keepUnsaved(codes: UnsavedCodes): void {
  keepRecord(KEY, codes.accountId ?? thisSignIn(), codes);
}

/** The unsaved codes of the account or, without an account, of the open sign-in. The codes of another account or sign-in are deleted. */
export function unsavedCodes(accountId?: string): UnsavedCodes | undefined {
  const kept = recordOf(KEY, accountId ?? thisSignIn());
  return isUnsaved(kept) ? kept : undefined;
}

/** The account of the unsaved codes. `undefined` for the codes of a sign-in, and without codes. */
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
