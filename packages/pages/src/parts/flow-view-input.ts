import type { CompleteAnswer, EnrollAnswer, Session } from '@sallyport/browser';

export interface FlowViewInput {
  readonly stage: HTMLElement;
  readonly mailbox: string | undefined;
  /** False if another element offers to leave. */
  readonly canStartOver?: boolean;
  /** A signed-in person confirms an action. */
  readonly confirms?: boolean;
  readonly session?: Session | undefined;
  /** For a person who can no longer confirm. */
  readonly otherwise?: string | undefined;
  /** False in a dialog, where Back leaves the page. */
  readonly inHistory?: boolean;
  onComplete(answer: CompleteAnswer): void;
  onEnroll(answer: EnrollAnswer): void;
  /** The flow ended without a result. */
  onRestart(note?: string): void;
  /** Default: this tab loads the flow again. */
  onChangedElsewhere?(): void;
}
