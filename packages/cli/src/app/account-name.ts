import { CliError } from '../terminal/cli-error.ts';

export type AccountName =
  | { readonly identifier: string }
  | { readonly externalId: string }
  | { readonly accountId: string };

interface Values {
  readonly 'external-id'?: string | undefined;
  readonly id?: string | undefined;
}

export function isNamed(names: readonly string[], values: Values): boolean {
  return names.length > 0 || values['external-id'] !== undefined || values.id !== undefined;
}

/** @throws CliError unless exactly one name is given */
export function named(names: readonly string[], values: Values): AccountName {
  const given = [
    ...names.map((identifier) => ({ identifier })),
    ...(values['external-id'] === undefined ? [] : [{ externalId: values['external-id'] }]),
    ...(values.id === undefined ? [] : [{ accountId: values.id }]),
  ];
  const [first, more] = given;
  if (first === undefined) throw new CliError('usage', 'who? Give the identifier, --external-id or --id');
  if (more !== undefined) throw new CliError('usage', 'one name, please: the identifier, --external-id or --id');
  return first;
}
