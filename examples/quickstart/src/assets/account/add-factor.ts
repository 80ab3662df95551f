import { abandonSignIn } from '../ui/abandon.ts';
import { TakenBack } from '../ui/controls.ts';
import { codeWords } from '../ui/delivered-codes.ts';
import { openDialog } from '../ui/dialog.ts';
import { h } from '../ui/element.ts';
import { enrollmentView } from '../ui/enrollment-view.ts';
import { keepCodes } from '../ui/keep-codes.ts';
import { forgetPendingTotp } from '../ui/pending-totp.ts';
import { withStepUp } from '../ui/step-up.ts';
import type { UnsavedCodes } from '../ui/unsaved-codes.ts';

/** Adds a factor in a session, in a dialog; answers what to say afterwards. */
export async function addFactor(method: string): Promise<string> {
  // A flow left open elsewhere would take the enrollment for itself.
  await abandonSignIn();
  const codes = await enrollInDialog(method);
  if (codes !== undefined) await keepCodes(codes);
  return wordsFor(method).done;
}

function wordsFor(method: string): { readonly label: string; readonly done: string } {
  if (method === 'passkey') return { label: 'Add a passkey', done: 'The passkey is registered.' };
  if (method === 'totp') return { label: 'Set up an authenticator app', done: 'The authenticator app is set up.' };
  const label = codeWords(method)?.label ?? method;
  return { label: `Set up ${label}`, done: `${label} is set up.` };
}

function enrollInDialog(method: string): Promise<UnsavedCodes | undefined> {
  return new Promise((resolve, reject) => {
    const { label } = wordsFor(method);
    const dialog = openDialog(label, () => {
      forgetPendingTotp('session');
      reject(new TakenBack());
    });
    const content = h('div', { class: 'stage' });
    const dismiss = (): void => dialog.stage.closest('dialog')?.close();
    const cancel = h(
      'button',
      { type: 'button', class: 'link quiet', 'data-testid': 'cancel', onclick: dismiss },
      'Cancel',
    );
    dialog.stage.append(content, cancel);
    enrollmentView({
      stage: content,
      title: label,
      lead: 'What you have set up stays as it is.',
      begun: true,
      pendingIn: 'session',
      offer: [{ method }],
      because: [],
      around: withStepUp,
      onProblem: () => false,
      show: (answer) => {
        dialog.close();
        if (answer.status !== 'complete' || answer.backupCodes === undefined) return resolve(undefined);
        resolve({ codes: answer.backupCodes, accountId: answer.session.accountId });
      },
    });
  });
}
