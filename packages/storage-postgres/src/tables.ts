import { PostgresStoreError } from './errors.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** The tables of the store, each with its schema and quoted. */
export interface Tables {
  readonly account: string;
  readonly accountKey: string;
  readonly vault: string;
  readonly flow: string;
  readonly session: string;
  readonly device: string;
  readonly counter: string;
  readonly spent: string;
  readonly policy: string;
  readonly administrators: string;
  readonly event: string;
  /** By the hour: failures at identifiers that nobody has. */
  readonly unknownFailures: string;
  readonly migration: string;
}

/** The name of a schema, quoted. Throws if it is none that may stand in a statement. */
export function quotedSchema(schema: string): string {
  if (!NAME.test(schema)) {
    throw new PostgresStoreError(
      'invalid-schema-name',
      'the name of a schema is a letter or underscore, and then up to 62 letters, digits and underscores',
    );
  }
  return `"${schema}"`;
}

export function tablesIn(schema: string): Tables {
  const quoted = quotedSchema(schema);
  const table = (name: string): string => `${quoted}.sallyport_${name}`;
  return {
    account: table('account'),
    accountKey: table('account_key'),
    vault: table('vault'),
    flow: table('flow'),
    session: table('session'),
    device: table('device'),
    counter: table('counter'),
    spent: table('spent'),
    policy: table('policy'),
    administrators: table('administrators'),
    event: table('event'),
    unknownFailures: table('unknown_failures'),
    migration: table('migration'),
  };
}
