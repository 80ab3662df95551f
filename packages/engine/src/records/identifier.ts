/** One spelling for every way of typing the same identifier: no space around it, NFKC, lower case. */
export function normaliseIdentifier(typed: string): string {
  return typed.trim().normalize('NFKC').toLowerCase();
}

/** A mailbox, if it is one: exactly one address, nothing a mail header could be split with. */
export function normaliseAddress(typed: string): string | undefined {
  const address = normaliseIdentifier(typed);
  return /^[^\s@,;:<>"()[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/u.test(address) && !address.includes('..')
    ? address
    : undefined;
}

/** Enough of a mailbox for its owner to know it, too little for a stranger: `j•••@example.org`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}•••${address.slice(at)}`;
}

/** The same for what is no mailbox, a number above all: `•••• 12`. */
export function maskEnd(address: string): string {
  return `•••• ${[...address].slice(-2).join('')}`;
}
