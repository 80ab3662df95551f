import { showBackupCodes } from '../ui/backup-codes.ts';
import { openDialog } from '../ui/dialog.ts';

/** Shows backup codes in a dialog until they are kept. */
export function keepCodes(codes: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const dialog = openDialog('Backup codes', resolve);
    showBackupCodes(dialog.stage, codes, () => {
      dialog.close();
      resolve();
    });
  });
}
