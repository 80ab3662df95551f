import { type Connection, resultCodeOf } from './connection.ts';

/**
 * Result codes (RFC 4511 §A.1) by which a directory refuses somebody's bind. Active Directory's 49 also means that the password
 * is right and has expired, or that the account is locked or disabled: nobody signs in with it, and nobody is told which.
 */
const REFUSED: readonly number[] = [
  19, // constraintViolation: too many attempts, to some servers
  32, // noSuchObject
  34, // invalidDNSyntax: no name that an entry could have
  48, // inappropriateAuthentication: the entry has no password
  49, // invalidCredentials
  50, // insufficientAccessRights
  53, // unwillingToPerform: the account is inactive, to some servers
];

/** Answers to everything else, on a connection whose password has to be changed first. */
const PASSWORD_HAS_TO_CHANGE: readonly number[] = [50, 53];

/** Whether the directory takes the password. @throws if it answers neither */
export async function binds(
  connection: Connection,
  dn: string,
  password: string,
  signal: AbortSignal,
): Promise<boolean> {
  return (await unless(REFUSED, connection.bind(dn, password, signal))) !== 'refused';
}

/** What is read after the bind; `'refused'` if the password has to be changed before it is good for anything. */
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
