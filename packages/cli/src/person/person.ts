import { withAuth } from '../app/load-auth.ts';
import { type AppRefusal, isRefusal, refusalText } from '../app/refusal-text.ts';
import type { Command } from '../command.ts';
import { oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { counted } from '../terminal/wrap.ts';
import type { AccountRef, Attending, Person, Vouched } from './attending.ts';
import { nameOf, personText, vouchedText } from './text.ts';

const OPTIONS = {
  auth: { type: 'string' },
  'external-id': { type: 'string' },
  id: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string', default: 'sallyport person' },
  tenant: { type: 'string', default: 'default' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport person show | unlock | vouch | block | sign-out NAME --auth FILE

show prints an account: roles, status, factors, sessions, and no secret.
unlock ends the locks after wrong guesses.
vouch prints a one-time code that opens the set-up of a first strong factor, for
24 hours. A newer code voids the code.
block ends every session, and nobody can sign in to the account any more.
sign-out ends every session, and forgets every device.

Each act is an event with its actor, and owners get notices, as in auth.people.
The last administrator of the policy cannot be blocked.

  NAME               an identifier of the account: what the person types
  --external-id KEY  names the account by the app's own key, without NAME
  --id ID            names the account by its id, without NAME
  --reason TEXT      the reason of a block, for administrators
  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and opens the app's store
  --by NAME          the actor of the event; default: sallyport person
  --tenant NAME      default: default
  --json             prints the answer of the app: a PersonView, an
                     EnrollmentCode or a Refusal of @sallyport/engine

Exit code 0: shown or done. 1: refused, with the reason; nothing is changed.
2: wrong usage, or a store that does not answer.`;

const ACTIONS = ['show', 'unlock', 'vouch', 'block', 'sign-out'] as const;
type Action = (typeof ACTIONS)[number];

export const person: Command = {
  name: 'person',
  summary: 'an account: shows, unlocks, vouches, blocks, signs out',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [action, ...names] = positionals;
    if (action === undefined) throw new CliError('usage', `sallyport person ${ACTIONS.join(', ')}?`);
    const act = oneOf('action', action, ACTIONS);
    const who = { tenant: values.tenant, ...named(names, values) };
    const { by, reason, json = false } = values;
    if ((act === 'block') !== (reason !== undefined))
      throw new CliError('usage', act === 'block' ? 'why? Give --reason' : "'--reason' is the reason of a block");
    const calls = { people: ['find', 'unlock', 'vouch', 'block', 'endSessions'] } as const;
    return withAuth<Attending, ExitCode>(values.auth, calls, async (auth) => {
      const answer = await answerOf(auth, act, who, { by, reason: reason ?? '' });
      if (json) io.out(JSON.stringify(answer, null, 2));
      if (isRefusal(answer)) {
        io.err(`refused: ${refusalText(answer)}`);
        return 1;
      }
      if (!json) await tell(auth, act, who, answer, io);
      return 0;
    });
  },
};

/** @throws CliError unless exactly one name is given */
function named(
  names: readonly string[],
  values: { readonly 'external-id'?: string | undefined; readonly id?: string | undefined },
): { readonly identifier: string } | { readonly externalId: string } | { readonly accountId: string } {
  const given = [
    ...names.map((identifier) => ({ identifier })),
    ...(values['external-id'] === undefined ? [] : [{ externalId: values['external-id'] }]),
    ...(values.id === undefined ? [] : [{ accountId: values.id }]),
  ];
  const [first, more] = given;
  if (first === undefined) throw new CliError('usage', 'who? Give the identifier, --external-id or --id');
  if (more !== undefined) throw new CliError('usage', 'one name, please: the identifier, --external-id or --id');
  return first;
}

async function answerOf(
  { people }: Attending,
  act: Action,
  who: AccountRef,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<Person | Vouched | AppRefusal> {
  switch (act) {
    case 'show':
      return (await people.find(who)) ?? { refused: 'not-found' };
    case 'unlock':
      return people.unlock(who, { by });
    case 'vouch':
      return people.vouch(who, { by });
    case 'block':
      return people.block(who, { by, reason });
    case 'sign-out':
      return people.endSessions(who, { by });
  }
}

async function tell(
  { people }: Attending,
  act: Action,
  who: AccountRef,
  answer: Person | Vouched,
  io: Io,
): Promise<void> {
  if ('enrollmentCode' in answer) {
    const account = await people.find(who);
    io.out(vouchedText(account === undefined ? 'The person' : nameOf(account), answer));
  } else io.out(act === 'show' ? personText(answer) : `${nameOf(answer)} ${doneText(act, answer)}`);
}

function doneText(act: Action, { status, sessions }: Person): string {
  if (act === 'unlock') return status === 'blocked' ? 'is unlocked, and is blocked.' : 'is unlocked.';
  return `${act === 'block' ? 'is blocked' : 'is signed out everywhere'}: ${counted(sessions, 'session')} left.`;
}
