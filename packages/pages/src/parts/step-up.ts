import { isProblem } from '@sallyport/browser';
import { TakenBack } from './controls.ts';

/** Loads the dialog with the steps of a sign-in. Most visits of a page never need the dialog. */
const dialog = () => import('./step-up-dialog.ts');

/** Thrown instead of a second set-up: the person set up the same factor in the dialog that raised the session. */
export class SetUpAlready extends TakenBack {}

/**
 * Runs an action. If the session is too weak for the action, raises the session in a dialog and runs the action again. Throws `TakenBack`
 * if the person leaves the dialog.
 *
 * @param setsUp the factor that the action sets up; throws `SetUpAlready` if the dialog set up this factor
 */
export async function withStepUp<Answer>(action: () => Promise<Answer>, setsUp?: string): Promise<Answer> {
  try {
    return await action();
  } catch (thrown) {
    if (!isProblem(thrown) || thrown.code !== 'insufficient-strength') throw thrown;
    const setUp = await (await dialog()).stepUp(thrown.demand ?? {});
    if (setUp !== undefined && setUp === setsUp) throw new SetUpAlready();
    return await action();
  }
}

/**
 * Asks for a passkey now, in a dialog, even after a proof a moment ago. Throws `TakenBack` if the person leaves the dialog.
 *
 * @param otherwise advice for a person without a passkey, if this page has another way
 */
export async function provePasskey(otherwise?: string): Promise<void> {
  await (await dialog()).stepUp({ strength: 'phishing-resistant', within: '1s' }, otherwise);
}
