import type { CompleteAnswer, EnrollAnswer, Session } from '@sallyport/browser';

export interface FlowViewInput {
  readonly stage: HTMLElement;
  readonly mailbox: string | undefined;
  readonly canStartOver?: boolean;
  readonly confirms?: boolean;
  readonly session?: Session | undefined;
  readonly otherwise?: string | undefined;
  /** False in a dialog, where Back leaves the page. */
  readonly inHistory?: boolean;
  onComplete(answer: CompleteAnswer): void;
  onEnroll(answer: EnrollAnswer): void;
  onRestart(note?: string): void;
  onChangedElsewhere?(): void;
}
