/** The page rejects the typed values before sending. The message is for the person. */
export class PageRefusal extends Error {
  override readonly name = 'PageRefusal';
  /** The name of the input with the error. Absent: the input of the secret. */
  readonly field: string | undefined;
  constructor(message: string, field?: string) {
    super(message);
    this.field = field;
  }
}
