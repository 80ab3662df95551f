/** Where a command writes, and how. */
export interface Io {
  /** What was asked for. */
  readonly out: (text: string) => void;
  /** What went wrong. */
  readonly err: (text: string) => void;
  readonly colours: boolean;
}

/** 0: clean. 1: the policy, or the change, is at fault. 2: the command could not do what it was asked. */
export type ExitCode = 0 | 1 | 2;
