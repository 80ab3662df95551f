import type { CompleteAnswer, EnrollAnswer, Session } from '@sallyport/browser';

/** What a page gives to the steps of a sign-in, a recovery or a step-up. */
export interface FlowViewInput {
  readonly stage: HTMLElement;
  readonly mailbox: string | undefined;
  /** False if another element offers to leave, as in a dialog. */
  readonly canStartOver?: boolean;
  /** True if a signed-in person confirms an action. */
  readonly confirms?: boolean;
  /** The session of a person who confirms an action. */
  readonly session?: Session | undefined;
  /** Advice for a person who can no longer confirm, if this page has another way. */
  readonly otherwise?: string | undefined;
  /** False in a dialog, where Back leaves the page. */
  readonly inHistory?: boolean;
  onComplete(answer: CompleteAnswer): void;
  onEnroll(answer: EnrollAnswer): void;
  /** The flow ended without a result. The page begins again and shows the note. */
  onRestart(note?: string): void;
  /** Called if another tab changed the flow. By default this tab loads the flow again. */
  onChangedElsewhere?(): void;
}
