const [LONGEST, MOST_CAUSES] = [200, 3];

/** Not for faults of the host's own functions, whose messages can contain a mail or a code: {@link codeOf}. */
export function becauseOf(fault: unknown): string {
  const parts: string[] = [];
  for (let at = fault; at instanceof Error && parts.length < MOST_CAUSES; at = at.cause) parts.push(partOf(at));
  return parts.length === 0 ? 'unknown' : parts.join(', because of ');
}

function partOf(fault: Error): string {
  const { name, message }: { readonly name: unknown; readonly message: unknown } = fault;
  const code: unknown = 'code' in fault ? fault.code : undefined;
  const words = [name, code].filter((word) => typeof word === 'number' || isWord(word));
  return [words.join(' ') || 'Error', shown(typeof message === 'string' ? message : '')].filter(Boolean).join(': ');
}

function shown(message: string): string {
  const [line = ''] = message.split('\n');
  return line
    .replace(/\S*@\S*/g, '…')
    .replace(/(?=[\w+/=-]*\d)[\w+/=-]{32,}/g, '…')
    .slice(0, LONGEST);
}

export function codeOf(fault: unknown): string {
  const { code, name }: { readonly code?: unknown; readonly name?: unknown } = fault instanceof Error ? fault : {};
  // No digit: the error of a mailer or a gateway can have a mailed code as its code.
  const word = [code, name].find((one) => typeof one === 'string' && /^[A-Za-z][A-Za-z_-]{0,31}$/.test(one));
  return typeof word === 'string' ? word : 'unknown';
}

function isWord(word: unknown): word is string {
  return typeof word === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/.test(word);
}
