import type { LiveSession } from '../api/index.ts';
import type { AccountRecord, SessionRecord } from '../store/records.ts';

/** The records a session was checked against. They hold hashes and sealed secrets, and never reach a host. */
export interface Behind {
  readonly record: SessionRecord;
  readonly account: AccountRecord;
}

const records = new WeakMap<LiveSession, Behind>();

/** Keeps the records beside a session that is handed to the host, where nothing of the host's can see them. */
export function keepBehind(session: LiveSession, behind: Behind): LiveSession {
  records.set(session, behind);
  return session;
}

/** @throws TypeError where the session is not one that the session check handed out. */
export function behind(session: LiveSession): Behind {
  const known = records.get(session);
  if (known === undefined) throw new TypeError('this is no session that Sallyport checked');
  return known;
}
