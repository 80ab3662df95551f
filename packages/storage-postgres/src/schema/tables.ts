import { PostgresStoreError } from '../connection/errors.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

export interface Tables {
  readonly account: string;
  readonly accountKey: string;
  readonly signIn: string;
  readonly day: string;
  readonly vault: string;
  readonly flow: string;
  readonly samlRequest: string;
  readonly session: string;
  readonly device: string;
  readonly counter: string;
  readonly singleUse: string;
  readonly policy: string;
  readonly administrators: string;
  readonly event: string;
  readonly eventStream: string;
  readonly logBatch: string;
  readonly unknownFailures: string;
  readonly reuse: string;
  readonly organisation: string;
  readonly organisationVersion: string;
  readonly membership: string;
  readonly migration: string;
}

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
    reuse: table('reuse'),
    organisation: table('organisation'),
    organisationVersion: table('organisation_version'),
    membership: table('membership'),
    migration: table('migration'),
  };
}

export function namePartsIn(table: Tables): string {
  return functionIn(table, 'name_parts');
}

export function functionIn(
  { account }: Tables,
  name:
    | 'name_parts'
    | 'name_keys'
    | 'check_session_1'
    | 'begin_step_1'
    | 'begin_step_2'
    | 'memberships_of_1'
    | 'entered_1',
): string {
  return account.replace(/account$/, name);
}
