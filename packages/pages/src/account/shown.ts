import { TakenBack } from '../parts/controls.ts';
import type { Child } from '../parts/element.ts';

/**
 * The message after an act of a person who may have lost a phone or a key: a factor was removed or replaced. The page then names the other
 * sessions of the account, of which one may be on the lost device.
 */
export class AfterLoss {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** The message after the person chose another sign-in name. The page then does not ask whether the name is the right one. */
export class AfterRename {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** The message after an action of the page. */
export type Done = Child | AfterLoss | AfterRename;

export function messageOf(done: Done): Child {
  return done instanceof AfterLoss || done instanceof AfterRename ? done.message : done;
}

/** The functions that the cards of the account page share. */
export interface Shown {
  /** Loads the account again and shows the message. */
  reload(done?: Done): Promise<void>;
  /** Hides the message of an earlier action, which would seem to answer an action that the person takes back. */
  hideMessage(): void;
  problem(thrown: unknown): void;
}

/** Runs an action of the page, then shows the success message or the problem. */
export async function act(shown: Shown, run: () => Promise<Done>): Promise<void> {
  shown.hideMessage();
  try {
    await shown.reload(await run());
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) shown.problem(thrown);
  }
}
