import { TakenBack } from '../parts/controls.ts';

/** The functions that the cards of the account page share. */
export interface Shown {
  /** Loads the account again and shows the message. */
  reload(message?: string): Promise<void>;
  problem(thrown: unknown): void;
}

/** Runs an action of the page, then shows the success message or the problem. */
export async function act(shown: Shown, run: () => Promise<string | undefined>): Promise<void> {
  try {
    await shown.reload(await run());
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) shown.problem(thrown);
  }
}
