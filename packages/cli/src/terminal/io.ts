/** The outputs of a command. */
export interface Io {
  /** Prints the result. */
  readonly out: (text: string) => void;
  /** Prints an error. */
  readonly err: (text: string) => void;
  /** Whether `out` and `err` may get ANSI colours. */
  readonly colours: boolean;
}

/** 0: clean. 1: the policy or the change is at fault. 2: wrong usage, or an unreadable input. */
export type ExitCode = 0 | 1 | 2;
