import { type AppRefusal, isRefusal, refusalText } from '../app/refusal-text.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { namesText } from '../terminal/names-text.ts';
import { listed, plain, wrap } from '../terminal/wrap.ts';
import type { Organising } from './organising.ts';

const WORDS: Readonly<Record<string, string>> = {
  'already-exists': 'an organisation has this id, or had it: an id is never used again',
  'not-found': 'there is no such organisation',
  'precondition-failed': 'somebody changed the organisation meanwhile: run the command again',
  'roles-from-host': 'the app itself tells who is a member (memberRoles)',
  'strands-owners': 'no owner could enter the organisation afterwards: --force does it all the same',
};

/** `--json` has no words. */
export interface Refused extends AppRefusal {
  /** Founded, and without its owner. */
  readonly organisation?: string;
  readonly inWords?: string;
}

/** What an action answers: the app's answer for `--json`, and the text for people. */
export interface Done {
  readonly answer: object;
  readonly text: string;
}

export const NO_ACCOUNT: Refused = { refused: 'not-found', inWords: 'there is no such account' };

export function printed(done: Done | Refused, json: boolean, io: Io): ExitCode {
  if (isRefusal(done)) {
    const { inWords: _, ...refusal }: Refused = done;
    if (json) io.out(jsonText(refusal, 2));
    io.err(wrap(`refused: ${wordsOf(done)}`));
    return 1;
  }
  io.out(json ? jsonText(done.answer, 2) : done.text);
  return 0;
}

export function wordsOf(refused: Refused): string {
  return refused.inWords ?? refusalText(refused, WORDS);
}

/** Reads each account once. */
export function namesIn({ people }: Pick<Organising, 'people'>, tenant: string): (id: string) => Promise<string> {
  const known = new Map<string, string>();
  return async (accountId) => {
    const name = known.get(accountId) ?? namesText((await people.find({ accountId, tenant })) ?? { accountId });
    known.set(accountId, name);
    return plain(name);
  };
}

export function rolesText(roles: readonly string[]): string {
  if (roles.length === 0) return 'no role';
  return plain(`the ${roles.length === 1 ? 'role' : 'roles'} ${listed(roles)}`);
}

/** The name comes last, because it has any length. */
export function columns(...texts: readonly (readonly [text: string, width: number])[]): string {
  return plain(texts.map(([text, width]) => text.padEnd(width)).join(' ')).trimEnd();
}
