import { type HandedPasskey, takeShownPasskey } from '../parts/passkey-handover.ts';
import { provePasskey } from '../parts/step-up.ts';

/** No key of an earlier ceremony, if another proof ends the dialog. */
export async function promptedPasskey(otherwise?: string): Promise<HandedPasskey | undefined> {
  takeShownPasskey();
  await provePasskey(otherwise);
  return takeShownPasskey();
}
