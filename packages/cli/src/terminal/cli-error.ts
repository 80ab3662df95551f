/** Wrong usage of a command, or an input that cannot be read: exit code 2. */
export class CliError extends Error {
  /** `usage`: wrong arguments. `unreadable`: an input that cannot be read. */
  readonly code: 'usage' | 'unreadable';

  constructor(code: 'usage' | 'unreadable', message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.code = code;
  }
}
