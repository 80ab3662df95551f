import type { Account } from '@sallyport/browser';
import { showBackupCodes } from './backup-codes.ts';
import { openDialog } from './dialog.ts';
import { ownerOfUnsaved, type UnsavedCodes, unsavedCodes } from './unsaved-codes.ts';
import { words } from './words.ts';

/** Whether this page has shown codes. From then on, the page itself shows every code that the page creates. */
let shown = false;

/** Shows backup codes in a dialog that closes only after the person confirms that the codes are saved. */
export function keepCodes(unsaved: UnsavedCodes): Promise<void> {
  shown = true;
  return new Promise((resolve) => {
    const dialog = openDialog(words.enrollment.backupCodesName);
    showBackupCodes(dialog.stage, unsaved, () => {
      dialog.close();
      resolve();
    });
  });
}

/** Shows the account's unsaved codes from an earlier page. Codes of this page are not shown twice. */
export function keepUnsavedOf({ accountId }: Pick<Account, 'accountId'>): void {
  if (shown || ownerOfUnsaved() === undefined) return;
  const unsaved = unsavedCodes(accountId);
  if (unsaved !== undefined) void keepCodes(unsaved);
}
