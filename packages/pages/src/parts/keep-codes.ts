import type { Account } from '@sallyport/browser';
import { showBackupCodes } from './backup-codes.ts';
import { openDialog } from './dialog.ts';
import { ownerOfUnsaved, type UnsavedCodes, unsavedCodes } from './unsaved-codes.ts';
import { words } from './words.ts';

/** From then on, the page itself shows every code that it creates. */
let shown = false;

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

export function keepUnsavedOf({ accountId }: Pick<Account, 'accountId'>): void {
  if (shown || ownerOfUnsaved() === undefined) return;
  const unsaved = unsavedCodes(accountId);
  if (unsaved !== undefined) void keepCodes(unsaved);
}
