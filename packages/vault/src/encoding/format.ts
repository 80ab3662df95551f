import { VaultError } from '../vault-error.ts';

export const FORMAT = 1;

export function checkFormat(format: number): void {
  if (format > FORMAT)
    throw new VaultError('format-newer', `The format is ${format}, and this package knows ${FORMAT}`);
}
