import { type HostCode, hostCode } from '@sallyport/core';
import { isNamed, named } from '../app/account-name.ts';
import { withAuth } from '../app/load-auth.ts';
import { type AppRefusal, isRefusal, refusalText } from '../app/refusal-text.ts';
import type { Command } from '../command.ts';
import { limitOf, list, oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { counted } from '../terminal/wrap.ts';
import { ACTIONS, type Action, act, type Given } from './acts.ts';
import { type AccountRef, type Attending, LOST, STATES } from './attending.ts';
import { endEverySession } from './everybody.ts';
import { listPeople } from './list.ts';

const OPTIONS = {
  auth: { type: 'string' },
  'external-id': { type: 'string' },
  id: { type: 'string' },
  everybody: { type: 'boolean' },
  lost: { type: 'string', multiple: true },
  email: { type: 'string' },
  preview: { type: 'boolean' },
  reason: { type: 'string' },
  limit: { type: 'string' },
  state: { type: 'string' },
  query: { type: 'string' },
  by: { type: 'string', default: 'sallyport person' },
  tenant: { type: 'string', default: 'default' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse<typeof OPTIONS>>['values'];

const HELP = `sallyport person ACTION NAME --auth FILE [options]
sallyport person block NAME --reason TEXT --auth FILE [options]
sallyport person help-in NAME --lost WHAT --auth FILE [options]
sallyport person sign-out --everybody --auth FILE [options]
sallyport person list --auth FILE [--state STATE] [--query TEXT] [options]

list prints a line for each account: its status, how it fares under the policy,
and its names.
show prints an account: roles, status, factors, sessions, and no secret.
log prints what happened to an account, the newest event first.
unlock ends the locks after wrong guesses.
vouch prints a one-time code that opens the set-up of a first strong factor, for
24 hours, after a first proof such as the password. A newer code voids the code.
help-in takes what a person lost from the account, ends every session, and
prints a one-time code with which the person signs in and sets up anew. After a
lost password, the code works after the name alone.
block ends every session, and nobody can sign in to the account before unblock.
unblock ends a block.
sign-out ends every session, and forgets every device.

Each act is an event with its actor, as in auth.people. Owners get a notice of
a block, of its end, and of what changes how they sign in.
The last administrator of the policy cannot be blocked.

  NAME               an identifier of the account: what the person types
  --external-id KEY  names the account by the app's own key, without NAME
  --id ID            names the account by its id, without NAME
  --everybody        sign-out: every account of the tenant, without NAME
  --lost WHAT        help-in: app (the telephone: authenticator app, backup
                     codes, numbers for codes), passkey, mailbox, password;
                     several with commas
  --email ADDRESS    help-in after a lost mailbox: the new address, as verified
  --preview          help-in: prints what would end and stay; changes nothing
  --reason TEXT      block: the reason, for administrators
  --state STATE      list: all, meets, mustEnroll, noWayIn, locked, blocked,
                     invited, invitationOpen or invitationOver; default: all
  --query TEXT       list: words; each is part of an identifier, of the mail
                     address or of the display name
  --limit N          log: the most events, 1 to 1000; default: 50
  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and opens the app's store
  --by NAME          the actor of the event; default: sallyport person
  --tenant NAME      default: default
  --json             prints the answer of the app: a PersonView, an AuditPage,
                     an EnrollmentCode, a HelpedIn or a Refusal of
                     @sallyport/engine; with --everybody, the numbers; list: a
                     ListedPersonView on a line for each account

Exit code 0: shown or done. 1: refused, with the reason; nothing is changed
(with --everybody: the named accounts are as before).
2: wrong usage, or a store that does not answer.`;

/** `list` is about no single account. */
const WORDS = ['list', ...ACTIONS] as const;

const ONLY_FOR: Readonly<Partial<Record<keyof typeof OPTIONS, (typeof WORDS)[number]>>> = {
  everybody: 'sign-out',
  lost: 'help-in',
  email: 'help-in',
  preview: 'help-in',
  reason: 'block',
  limit: 'log',
  state: 'list',
  query: 'list',
};

const CALLS = {
  people: ['find', 'unlock', 'vouch', 'block', 'unblock', 'endSessions', 'helpIn', 'list', 'actOnMany'],
  audit: ['events'],
} as const;

export const person: Command = {
  name: 'person',
  summary: 'the accounts, and an account: lists, shows, unlocks, helps in, blocks',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [written, ...names] = positionals;
    if (written === undefined) throw new CliError('usage', `sallyport person ${WORDS.join(', ')}?`);
    const action = oneOf('action', written, WORDS);
    const given = givenFor(action, values);
    const { auth: file, tenant, json = false } = values;
    if (action === 'list') return lists(names, values, io);
    const everybody = values.everybody === true;
    if (everybody && isNamed(names, values)) throw new CliError('usage', "one name, or '--everybody'");
    const who = everybody ? undefined : { tenant, ...named(names, values) };
    return withAuth<Attending, ExitCode>(file, CALLS, (auth) =>
      who === undefined
        ? signsEverybodyOut(auth, { tenant, by: given.by, json }, io)
        : acts(auth, action, who, { given, json }, io),
    );
  },
};

/** @throws CliError if an option is missing, or belongs to another action */
function givenFor(action: (typeof WORDS)[number], values: Values): Given {
  for (const [option, only] of Object.entries(ONLY_FOR))
    if (only !== action && Reflect.get(values, option) !== undefined)
      throw new CliError('usage', `'--${option}' is an option of 'sallyport person ${only}'`);
  const { by, reason = '', email, preview } = values;
  if (action === 'block' && values.reason === undefined) throw new CliError('usage', 'why? Give --reason');
  const lost = list(values.lost).map((what) => oneOf('kind of loss', what, LOST));
  if (action === 'help-in' && lost.length === 0)
    throw new CliError('usage', `what is lost? Give --lost ${LOST.join(', ')}`);
  return { by: hostCode(by), reason, limit: limitOf(values.limit), help: { lost, email, preview } };
}

async function lists(names: readonly string[], values: Values, io: Io): Promise<ExitCode> {
  const { auth: file, tenant, query, json = false } = values;
  if (isNamed(names, values)) throw new CliError('usage', "'list' takes no name: give a part of the name with --query");
  const state = values.state === undefined ? undefined : oneOf('state', values.state, STATES);
  return withAuth<Attending, ExitCode>(file, CALLS, (auth) => listPeople(auth, { tenant, state, query }, json, io));
}

async function acts(
  auth: Attending,
  action: Action,
  who: AccountRef,
  { given, json }: { readonly given: Given; readonly json: boolean },
  io: Io,
): Promise<ExitCode> {
  const done = await act(auth, action, who, given);
  if (json) io.out(jsonText(isRefusal(done) ? done : done.answer, 2));
  if (isRefusal(done)) return refused(done, io);
  if (!json) io.out(done.text);
  return 0;
}

async function signsEverybodyOut(
  auth: Attending,
  { json, ...of }: { readonly tenant: string; readonly by: HostCode; readonly json: boolean },
  io: Io,
): Promise<ExitCode> {
  const report = await endEverySession(auth, of, (text) => io.err(text));
  if (isRefusal(report)) return refused(report, io);
  io.out(json ? jsonText(report, 2) : `${counted(report.signedOut, 'account')} signed out everywhere.`);
  return report.failed === 0 ? 0 : 1;
}

function refused(refusal: AppRefusal, io: Io): ExitCode {
  io.err(`refused: ${refusalText(refusal)}`);
  return 1;
}
