import { VaultError } from '../vault-error.ts';

/** Stored in the first byte of envelopes and sealed data. */
export const FORMAT = 1;

/** @throws VaultError `format-newer` */
export function checkFormat(format: number): void {
  if (format > FORMAT)
    throw new VaultError('format-newer', `The format is ${format}, and this package knows ${FORMAT}`);
}
