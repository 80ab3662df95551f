import { VaultError } from '../vault-error.ts';

/** The format version of envelopes and sealed data. Stored in the first byte. */
export const FORMAT = 1;

/** @throws VaultError `format-newer` */
export function checkFormat(format: number): void {
  if (format > FORMAT)
    throw new VaultError('format-newer', `The format is ${format}, and this package knows ${FORMAT}`);
}
