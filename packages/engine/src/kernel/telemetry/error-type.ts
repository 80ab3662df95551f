/**
 * What failed, in a word that is one of few (`error.type` of the semantic conventions): the fault's code, or its class. Never its message,
 * which may quote what was sent.
 */
export function errorType(fault: unknown): string {
  if (!(fault instanceof Error)) return '_OTHER';
  const code: unknown = Reflect.get(fault, 'code');
  if (typeof code === 'string' && WORD.test(code)) return code;
  return WORD.test(fault.name) ? fault.name : '_OTHER';
}

const WORD = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
