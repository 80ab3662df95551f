import { isProblem, type StepUpDemand } from '@sallyport/browser';
import { TakenBack } from './controls.ts';

const dialog = () => import('./step-up-dialog.ts');

let underWay: Promise<string | undefined> | undefined;

/** Thrown instead of a second set-up of the same factor. */
export class SetUpAlready extends TakenBack {}

const MOST_CHALLENGES = 3;

/**
 * Runs an action. If the session is too weak for the action, raises the session in a dialog and runs the action again. An action may ask
 * for up to three different challenges, one after the other. Throws `TakenBack` if the person leaves the dialog. Only one dialog is open at a
 * time: a second action waits for the dialog of the first.
 *
 * @param setsUp the factor that the action sets up; throws `SetUpAlready` if the dialog set up this factor
 */
export function withStepUp<Answer>(action: () => Promise<Answer>, setsUp?: string): Promise<Answer> {
  return afterChallenges(action, setsUp, []);
}

async function afterChallenges<Answer>(
  action: () => Promise<Answer>,
  setsUp: string | undefined,
  passed: readonly string[],
): Promise<Answer> {
  try {
    return await action();
  } catch (thrown) {
    if (!isProblem(thrown) || thrown.code !== 'insufficient-strength') throw thrown;
    const { demand = {} } = thrown;
    const others = underWay;
    const challenge = JSON.stringify([demand.strength, demand.within, demand.in]);
    if (others === undefined && (passed.length === MOST_CHALLENGES || passed.at(-1) === challenge)) throw thrown;
    const setUp = await (others ?? raise(demand, setsUp));
    if (setUp !== undefined && setUp === setsUp) throw new SetUpAlready();
    return await afterChallenges(action, setsUp, others === undefined ? [...passed, challenge] : passed);
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
