import { type Connection, resultCodeOf } from './connection.ts';

/**
 * Result codes (RFC 4511 §A.1) of a refused bind. Active Directory also answers 49 if the password is right but expired, or the account is
 * locked or disabled. The sign-in fails in all these cases, and the person is not told the reason.
 */
const REFUSED: readonly number[] = [
  19, // constraintViolation: too many attempts, to some servers
  32, // noSuchObject
  34, // invalidDNSyntax: no entry can have this name
  48, // inappropriateAuthentication: the entry has no password
  49, // invalidCredentials
  50, // insufficientAccessRights
  53, // unwillingToPerform: the account is inactive, to some servers
];

/** The result codes of requests after a bind whose password must be changed first. */
const PASSWORD_HAS_TO_CHANGE: readonly number[] = [50, 53];

/** Whether the directory accepts the password. @throws for every result code but success and {@link REFUSED} */
export async function binds(
  connection: Connection,
  dn: string,
  password: string,
  signal: AbortSignal,
): Promise<boolean> {
  return (await unless(REFUSED, connection.bind(dn, password, signal))) !== 'refused';
}

/** Waits for a read after the bind. Returns `'refused'` if the directory requires a new password first. */
export function afterBind<Answer>(reading: Promise<Answer>): Promise<Answer | 'refused'> {
  return unless(PASSWORD_HAS_TO_CHANGE, reading);
}

async function unless<Answer>(codes: readonly number[], answer: Promise<Answer>): Promise<Answer | 'refused'> {
  try {
    return await answer;
  } catch (fault) {
    if (codes.includes(resultCodeOf(fault) ?? -1)) return 'refused';
    throw fault;
  }
}
