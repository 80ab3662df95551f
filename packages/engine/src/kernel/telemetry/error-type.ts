/**
 * Returns the error's code, or its class, as a word of a small set (`error.type` of the semantic conventions). Never the error's message,
 * which may quote the input.
 */
export function errorType(fault: unknown): string {
  if (!(fault instanceof Error)) return '_OTHER';
  const code: unknown = Reflect.get(fault, 'code');
  if (typeof code === 'string' && WORD.test(code)) return code;
  return WORD.test(fault.name) ? fault.name : '_OTHER';
}

const WORD = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
