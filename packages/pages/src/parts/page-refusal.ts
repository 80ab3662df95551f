export class PageRefusal extends Error {
  override readonly name = 'PageRefusal';
  /** Absent: the input of the secret. */
  readonly field: string | undefined;
  constructor(message: string, field?: string) {
    super(message);
    this.field = field;
  }
}
