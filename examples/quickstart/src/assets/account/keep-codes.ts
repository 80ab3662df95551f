import { showBackupCodes } from '../ui/backup-codes.ts';
import { openDialog } from '../ui/dialog.ts';
import { words } from '../ui/words.ts';

/** Shows backup codes in a dialog until they are kept. */
export function keepCodes(codes: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const dialog = openDialog(words.account.factors.backupCodes, resolve);
    showBackupCodes(dialog.stage, codes, () => {
      dialog.close();
      resolve();
    });
  });
}
