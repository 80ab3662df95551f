import { VaultError } from '../vault-error.ts';

/** The version of everything that this package writes: the first byte of it. */
export const FORMAT = 1;

/** @throws VaultError `format-newer` */
export function checkFormat(format: number): void {
  if (format > FORMAT)
    throw new VaultError('format-newer', `It has format ${format}, and this package knows ${FORMAT}`);
}
