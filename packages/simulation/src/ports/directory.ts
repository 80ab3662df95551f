import type { Directory, DirectoryFound } from '@sallyport/engine';
import type { Scheduler } from '../scheduler/scheduler.ts';

export const STAFF = 'staff-directory';

export interface Entry {
  readonly subject: string;
  readonly uid: string;
  readonly password: string;
  readonly groups: readonly string[];
  mail: string;
}

export function subjectOf(name: string): string {
  return `the entry of ${name}`;
}

export const PLAIN_UID = 'olga';

/** Nobody here has the password of Olga's entry. */
export const ENTRIES: readonly (readonly [string, Entry])[] = ['lena', 'mallory', PLAIN_UID].map((name) => [
  name,
  {
    subject: subjectOf(name),
    uid: name === PLAIN_UID ? name : `${name}@app.example`,
    password: `the password that the directory has of ${name}`,
    groups: name === 'lena' ? ['admin'] : [],
    mail: `${name}@app.example`,
  },
]);

export function simulatedDirectory(
  scheduler: Scheduler,
  entries: ReadonlyMap<string, Entry>,
  said: (subject: string) => void,
): Directory {
  const entryWhere = (holds: (entry: Entry) => boolean): DirectoryFound => {
    const entry = [...entries.values()].find(holds);
    if (entry === undefined) return { outcome: 'none' };
    return { outcome: 'found', entry: { key: entry.subject, dn: `uid=${entry.uid}`, subject: entry.subject } };
  };
  return {
    id: STAFF,
    name: 'Staff',
    roles: ['admin'],
    find: (identifier) => scheduler.call('provider', 'find', [], () => entryWhere(({ uid }) => uid === identifier)),
    findBySubject: (id) =>
      scheduler.call('provider', 'findBySubject', [], () => entryWhere((one) => one.subject === id)),
    verify: ({ subject: id }, password) =>
      scheduler.call('provider', 'verify', [], () => {
        const entry = [...entries.values()].find(({ subject }) => subject === id);
        if (entry === undefined || entry.password !== password) return undefined;
        said(`${STAFF} ${entry.subject}`);
        return { subject: entry.subject, email: entry.mail, roles: entry.groups };
      }),
    close: async () => {},
  };
}
