import { enrollmentLead } from '../enrollment-lead.ts';
import { TakenBack } from '../parts/controls.ts';
import { codeWords } from '../parts/delivered-codes.ts';
import { openDialog } from '../parts/dialog.ts';
import { h } from '../parts/element.ts';
import { enrollmentView } from '../parts/enrollment-view.ts';
import { keepCodes } from '../parts/keep-codes.ts';
import { forgetPendingTotp, pendingTotp } from '../parts/pending-totp.ts';
import { AfterLoss, type Done } from '../parts/shown.ts';
import { SetUpAlready, withStepUp } from '../parts/step-up.ts';
import type { UnsavedCodes } from '../parts/unsaved-codes.ts';
import { keepLostReplaced, replacesLost } from '../parts/used-code.ts';
import { setUpDone } from '../set-up-done.ts';
import { words } from '../words.ts';

/** @param replaces whether the new factor replaces a factor, which works until the new factor is confirmed */
export async function addFactor(method: string, replaces = false): Promise<Done> {
  const lead = replaces ? words.enrollment.oldGoesOn : await enrollmentLead('made');
  const codes = await enrollInDialog({ method, replaces, lead });
  if (replacesLost(method)) keepLostReplaced();
  if (codes !== undefined) await keepCodes(codes);
  const { done } = saidOf(method, replaces);
  return replaces ? new AfterLoss(done) : done;
}

function saidOf(method: string, replaces: boolean): { readonly label: string; readonly done: string } {
  const { passkeys, factors, codes } = words.account;
  if (method === 'totp' && replaces) return { label: words.enrollment.replaceApp, done: factors.totpReplaced };
  const done = setUpDone(method);
  if (method === 'passkey') return { label: passkeys.create, done };
  if (method === 'totp') return { label: factors.setUpTotp, done };
  return { label: codes.setUpTitle(codeWords(method)?.label ?? method), done };
}

interface DialogInput {
  readonly method: string;
  readonly replaces: boolean;
  readonly lead: string;
}

function enrollInDialog({ method, replaces, lead }: DialogInput): Promise<UnsavedCodes | undefined> {
  return new Promise((resolve, reject) => {
    const { label } = saidOf(method, replaces);
    const dialog = openDialog(label, () => {
      forgetPendingTotp('session');
      reject(new TakenBack());
    });
    const content = h('div', { class: 'stage' });
    const dismiss = (): void => dialog.stage.closest('dialog')?.close();
    const cancel = h(
      'button',
      { type: 'button', class: 'link quiet', 'data-testid': 'cancel', onclick: dismiss },
      words.buttons.cancel,
    );
    dialog.stage.append(content, cancel);
    const leftAtOnce = (thrown: unknown): never => {
      if (thrown instanceof SetUpAlready) {
        forgetPendingTotp('session');
        dialog.close();
        resolve(undefined);
      } else if (thrown instanceof TakenBack && codeWords(method) === undefined && pendingTotp('session') === undefined)
        dismiss();
      throw thrown;
    };
    enrollmentView({
      stage: content,
      title: label,
      lead,
      begun: true,
      pendingIn: 'session',
      offer: [{ method }],
      because: [],
      replacesApp: replaces && method === 'totp',
      around: (request, setsUp) => withStepUp(request, setsUp).catch(leftAtOnce),
      onProblem: () => false,
      show: (answer) => {
        dialog.close();
        if (answer.status !== 'complete' || answer.backupCodes === undefined) return resolve(undefined);
        resolve({ codes: answer.backupCodes, accountId: answer.session.accountId });
      },
    });
  });
}
