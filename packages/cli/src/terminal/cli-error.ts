/** The command was called in a wrong way, or something it was given cannot be read: exit code 2. */
export class CliError extends Error {
  readonly code: 'usage' | 'unreadable';

  constructor(code: 'usage' | 'unreadable', message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.code = code;
  }
}
