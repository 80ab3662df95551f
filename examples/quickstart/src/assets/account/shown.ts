import { TakenBack } from '../ui/controls.ts';

/** What the cards of the account page share. */
export interface Shown {
  /** Asks the server anew and says what was done. */
  reload(message?: string): Promise<void>;
  problem(thrown: unknown): void;
}

/** Runs an action of the page, then says that it is done or what went wrong. */
export async function act(shown: Shown, run: () => Promise<string | undefined>): Promise<void> {
  try {
    await shown.reload(await run());
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) shown.problem(thrown);
  }
}
