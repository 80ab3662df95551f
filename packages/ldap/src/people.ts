import type { DirectoryRefusal } from '@sallyport/core';
import type { Entry } from 'ldapts';
import { Connection, resultCodeOf } from './connection.ts';
import { oneEntry } from './identity.ts';
import { Line } from './line.ts';
import { formsOf, isPassword } from './password.ts';
import { refusalOf } from './refusal.ts';
import type { Settings } from './settings.ts';

const NO_SUCH_OBJECT = 32;

export type Judged =
  | { readonly outcome: 'refused'; readonly why?: DirectoryRefusal | undefined }
  | { readonly outcome: 'right'; readonly own: Entry | undefined };

export class People {
  readonly #settings: Settings;
  readonly #line: Line;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#line = new Line(settings.atOnce.bind, settings.atOnce.waiting);
  }

  async ask(dn: string, password: string, signal: AbortSignal): Promise<Judged> {
    if (!isPassword(password)) return { outcome: 'refused' };
    let judged: Judged = { outcome: 'refused' };
    for (const form of formsOf(password)) {
      judged = await this.#askOnce(dn, form, signal);
      if (judged.outcome === 'right' || judged.why !== undefined) return judged;
    }
    return judged;
  }

  async #askOnce(dn: string, password: string, signal: AbortSignal): Promise<Judged> {
    const leave = await this.#line.enter(signal);
    const connection = await this.#open(signal, leave);
    try {
      const isBound = await binds(connection, dn, password, signal);
      const why = connection.bound && refusalOf(connection.bound);
      if (!isBound || why !== undefined) return { outcome: 'refused', why };
      return await ownEntry(connection, dn, signal);
    } finally {
      connection.close();
    }
  }

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

/** RFC 4511 §A.1. */
const REFUSED: readonly number[] = [
  19, // too many attempts, to some servers
  32, // noSuchObject
  34, // no entry can have this name
  48, // the entry has no password
  49, // invalidCredentials
  50, // insufficientAccessRights
  53, // the account is inactive, to some servers
];

async function binds(connection: Connection, dn: string, password: string, signal: AbortSignal): Promise<boolean> {
  try {
    await connection.bind(dn, password, signal);
    return true;
  } catch (fault) {
    if (REFUSED.includes(resultCodeOf(fault) ?? -1)) return false;
    throw fault;
  }
}

const [INSUFFICIENT_ACCESS, UNWILLING] = [50, 53];

async function ownEntry(connection: Connection, dn: string, signal: AbortSignal): Promise<Judged> {
  try {
    return { outcome: 'right', own: await readEntry(connection, dn, signal) };
  } catch (fault) {
    // An access list of OpenLDAP ends in `by * auth`.
    if (resultCodeOf(fault) === INSUFFICIENT_ACCESS) return { outcome: 'right', own: undefined };
    if (resultCodeOf(fault) === UNWILLING)
      return { outcome: 'refused', why: { because: 'must-change', passwordIsRight: true } };
    throw fault;
  }
}
