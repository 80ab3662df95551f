import type { Account } from '@sallyport/browser';
import { showBackupCodes } from './backup-codes.ts';
import { openDialog } from './dialog.ts';
import { type UnsavedCodes, unsavedCodes } from './unsaved-codes.ts';
import { words } from './words.ts';

/** Whether this page has shown codes. From then on, whatever makes codes here shows them. */
let shown = false;

/** Shows backup codes in a dialog until the person says that they are saved: nothing else closes it. */
export function keepCodes(unsaved: UnsavedCodes): Promise<void> {
  shown = true;
  return new Promise((resolve) => {
    const dialog = openDialog(words.account.factors.backupCodes);
    showBackupCodes(dialog.stage, unsaved, () => {
      dialog.close();
      resolve();
    });
  });
}

/** Shows this account's codes again that an earlier page left unsaved. Codes that this page made are not shown twice. */
export function keepUnsavedOf({ accountId }: Account): void {
  const unsaved = shown ? undefined : unsavedCodes();
  if (unsaved?.accountId === accountId) void keepCodes(unsaved);
}
