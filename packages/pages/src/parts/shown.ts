import { TakenBack } from './controls.ts';
import type { Child } from './element.ts';

/** The person may have lost a phone or a key, so the page then names the other sessions. */
export class AfterLoss {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** The page then does not ask whether the name is the right one. */
export class AfterRename {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export type Done = Child | AfterLoss | AfterRename;

export function messageOf(done: Done): Child {
  return done instanceof AfterLoss || done instanceof AfterRename ? done.message : done;
}

export interface Shown {
  reload(done?: Done): Promise<void>;
  hideMessage(): void;
  problem(thrown: unknown): void;
}

export async function act(shown: Shown, run: () => Promise<Done>): Promise<void> {
  shown.hideMessage();
  try {
    await shown.reload(await run());
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) shown.problem(thrown);
  }
}
