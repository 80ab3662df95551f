import { showBackupCodes } from './backup-codes.ts';
import { openDialog } from './dialog.ts';
import type { UnsavedCodes } from './unsaved-codes.ts';
import { words } from './words.ts';

/** Shows backup codes in a dialog until the person says that they are saved: nothing else closes it. */
export function keepCodes(unsaved: UnsavedCodes): Promise<void> {
  return new Promise((resolve) => {
    const dialog = openDialog(words.account.factors.backupCodes);
    showBackupCodes(dialog.stage, unsaved, () => {
      dialog.close();
      resolve();
    });
  });
}
