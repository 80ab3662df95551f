import type { InputFault } from './refusal.ts';

/** A member of a query cannot be used, such as a cursor that no page had. Over HTTP the answer is 400 `malformed-input`. */
export class MalformedQuery extends TypeError {
  /** Always `malformed-query`. */
  readonly code = 'malformed-query';
  /** The member, and its fault. */
  readonly errors: readonly InputFault[];

  /** @param message continues a sentence that begins with the member's name */
  constructor(path: string, message: string) {
    super(`${path} ${message}`);
    this.name = 'MalformedQuery';
    this.errors = [{ path, message }];
  }
}

/** Whether an error is a {@link MalformedQuery}, also of another copy of this package. */
export function isMalformedQuery(error: unknown): error is MalformedQuery {
  return error instanceof TypeError && 'code' in error && error.code === 'malformed-query';
}
