import type { Entry } from 'ldapts';
import { Connection, resultCodeOf } from './connection.ts';
import { oneEntry } from './identity.ts';
import { Line } from './line.ts';
import { isPassword } from './password.ts';
import type { Settings } from './settings.ts';

const NO_SUCH_OBJECT = 32;

/** Each check opens a new connection, of which there is a limited number. */
export class People {
  readonly #settings: Settings;
  readonly #line: Line;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#line = new Line(settings.atOnce.bind, settings.atOnce.waiting);
  }

  /** `'refused'`, or the entry as its owner can read it. */
  async ask(dn: string, password: string, signal: AbortSignal): Promise<Entry | undefined | 'refused'> {
    if (!isPassword(password)) return 'refused';
    const leave = await this.#line.enter(signal);
    const connection = await this.#open(signal, leave);
    try {
      if (!(await binds(connection, dn, password, signal))) return 'refused';
      return await afterBind(readEntry(connection, dn, signal));
    } finally {
      connection.close();
    }
  }

  /** `leave` is called when the connection ends. */
  async #open(signal: AbortSignal, leave: () => void): Promise<Connection> {
    try {
      const connection = await Connection.open(this.#settings, signal);
      connection.whenLost(leave);
      return connection;
    } catch (fault) {
      leave();
      throw fault;
    }
  }
}

/** `undefined` also if the account may not see the entry. */
export async function readEntry(connection: Connection, dn: string, signal: AbortSignal): Promise<Entry | undefined> {
  try {
    return (await connection.search(dn, oneEntry(), signal))[0];
  } catch (fault) {
    if (resultCodeOf(fault) === NO_SUCH_OBJECT) return undefined;
    throw fault;
  }
}

/**
 * RFC 4511 §A.1. Active Directory also answers 49 if the password is right but expired, or the account is locked or disabled. The person is not told.
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

/** After a bind whose password must be changed first. */
const PASSWORD_HAS_TO_CHANGE: readonly number[] = [50, 53];

/** @throws for every other result code */
async function binds(connection: Connection, dn: string, password: string, signal: AbortSignal): Promise<boolean> {
  return (await unless(REFUSED, connection.bind(dn, password, signal))) !== 'refused';
}

/** `'refused'` if the directory requires a new password first. */
function afterBind<Answer>(reading: Promise<Answer>): Promise<Answer | 'refused'> {
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
