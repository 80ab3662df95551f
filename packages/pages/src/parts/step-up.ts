import { isProblem, type StepUpDemand } from '@sallyport/browser';
import { TakenBack } from './controls.ts';

const dialog = () => import('./step-up-dialog.ts');

let underWay: Promise<string | undefined> | undefined;

/** Thrown instead of a second set-up of the same factor. */
export class SetUpAlready extends TakenBack {}

/**
 * Runs an action. If the session is too weak for the action, raises the session in a dialog and runs the action again. Throws `TakenBack`
 * if the person leaves the dialog. Only one dialog is open at a time: a second action waits for the dialog of the first.
 *
 * @param setsUp the factor that the action sets up; throws `SetUpAlready` if the dialog set up this factor
 */
export async function withStepUp<Answer>(action: () => Promise<Answer>, setsUp?: string): Promise<Answer> {
  try {
    return await action();
  } catch (thrown) {
    if (!isProblem(thrown) || thrown.code !== 'insufficient-strength') throw thrown;
    if (underWay === undefined) {
      const raised = await raise(thrown.demand ?? {}, setsUp);
      if (raised !== undefined && raised === setsUp) throw new SetUpAlready();
      return await action();
    }
    const setUp = await underWay;
    if (setUp !== undefined && setUp === setsUp) throw new SetUpAlready();
    return await withStepUp(action, setsUp);
  }
}

async function raise(demand: StepUpDemand, setsUp: string | undefined): Promise<string | undefined> {
  underWay = dialog().then(({ stepUp }) => stepUp(demand, { setsUp }));
  try {
    return await underWay;
  } finally {
    underWay = undefined;
  }
}

/** Raises the session in a dialog. Throws `TakenBack` if the person leaves the dialog, or if another dialog is open. */
export async function raisesTo(demand: StepUpDemand): Promise<void> {
  if (underWay !== undefined) throw new TakenBack();
  await raise(demand, undefined);
}

/**
 * Asks for a passkey now, in a dialog, even after a proof a moment ago. Throws `TakenBack` if the person leaves the dialog.
 *
 * @param otherwise advice for a person without a passkey, if this page has another way
 */
export async function provePasskey(otherwise?: string): Promise<void> {
  await (await dialog()).stepUp({ strength: 'phishing-resistant', within: '1s' }, { otherwise });
}
