import { PostgresStoreError } from '../connection/errors.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** The quoted names of the tables, with their schema. */
export interface Tables {
  readonly account: string;
  readonly accountKey: string;
  /** The last sign-in of each account. */
  readonly signIn: string;
  /** What was counted on each day. */
  readonly day: string;
  readonly vault: string;
  readonly flow: string;
  readonly samlRequest: string;
  readonly session: string;
  readonly device: string;
  readonly counter: string;
  /** The single-use values. */
  readonly singleUse: string;
  readonly policy: string;
  readonly administrators: string;
  readonly event: string;
  /** How many places of the stream of events each tenant has given. */
  readonly eventStream: string;
  readonly logBatch: string;
  /** Failures at unknown identifiers, by the hour. */
  readonly unknownFailures: string;
  readonly migration: string;
}

/** Quotes the name of a schema. Throws `invalid-schema-name` if the name is not allowed. */
export function quotedSchema(schema: string): string {
  if (!NAME.test(schema)) {
    throw new PostgresStoreError(
      'invalid-schema-name',
      'the name of a schema is a letter or underscore, followed by up to 62 letters, digits and underscores',
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
    signIn: table('sign_in'),
    day: table('day'),
    vault: table('vault'),
    flow: table('flow'),
    samlRequest: table('saml_request'),
    session: table('session'),
    device: table('device'),
    counter: table('counter'),
    singleUse: table('spent'),
    policy: table('policy'),
    administrators: table('administrators'),
    event: table('event'),
    eventStream: table('event_stream'),
    logBatch: table('log_batch'),
    unknownFailures: table('unknown_failures'),
    migration: table('migration'),
  };
}

/** The quoted name of the function that returns the parts of names, for the index of searches. */
export function namePartsIn(table: Tables): string {
  return functionIn(table, 'name_parts');
}

/** The quoted name of a function, in the schema of the tables. */
export function functionIn(
  { account }: Tables,
  name: 'name_parts' | 'name_keys' | 'check_session_1' | 'begin_step_1' | 'begin_step_2',
): string {
  return account.replace(/account$/, name);
}
