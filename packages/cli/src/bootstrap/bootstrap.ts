import { type HostCode, hostCode } from '@sallyport/core';
import { withAuth } from '../app/load-auth.ts';
import { type AppRefusal, isRefusal, refusalText } from '../app/refusal-text.ts';
import type { Command } from '../command.ts';
import { parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { whenText } from '../terminal/when-text.ts';
import { listed, plain, wrap } from '../terminal/wrap.ts';

/** As `Bootstrapped` of `@sallyport/engine`. */
interface First {
  readonly person: { readonly identifiers: readonly string[]; readonly roles: readonly string[] };
  readonly password?: string;
  readonly enrollmentCode?: string;
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
}

export interface Founding {
  readonly people: {
    bootstrap(input: {
      readonly email: string;
      readonly by: HostCode;
      readonly tenant: string;
    }): Promise<First | AppRefusal>;
  };
}

const OPTIONS = {
  auth: { type: 'string' },
  by: { type: 'string', default: 'sallyport bootstrap' },
  tenant: { type: 'string', default: 'default' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport bootstrap EMAIL --auth FILE [options]

Makes the first administrator of the policy: creates the account, or takes the
account with this identifier, and gives it the roles of administrators.policy.
Prints a one-time code that opens the set-up of a passkey or an authenticator
app, for an hour, and a first password if the account has no way to sign in.
Refused as soon as somebody administers the policy.

  EMAIL              the identifier and the mailbox of the administrator; the
                     operator vouches for the address
  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and opens the app's store
  --by NAME          the actor of the events; default: sallyport bootstrap
  --tenant NAME      default: default
  --json             prints the answer of the app: a Bootstrapped or a Refusal
                     of @sallyport/engine

The output has secrets: keep it out of logs. Exit code 0: made. 1: refused, with
the reason; nothing is changed. 2: wrong usage, or a store that does not answer.`;

export const bootstrap: Command = {
  name: 'bootstrap',
  summary: 'makes the first administrator, with a code for an hour',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [email, more] = positionals;
    if (email === undefined) throw new CliError('usage', 'who? sallyport bootstrap EMAIL --auth FILE');
    if (more !== undefined)
      throw new CliError('usage', `too many arguments, from '${more}': sallyport bootstrap EMAIL`);
    const { auth: module, by, tenant, json = false } = values;
    return withAuth<Founding, ExitCode>(module, { people: ['bootstrap'] }, async (auth) => {
      const first = await auth.people.bootstrap({ email, by: hostCode(by), tenant });
      if (json) io.out(jsonText(first, 2));
      if (isRefusal(first)) {
        io.err(wrap(`refused: ${WORDS[first.refused] ?? refusalText(first)}`));
        return 1;
      }
      if (!json) io.out(firstText(first));
      return 0;
    });
  },
};

/** What to do instead. */
const WORDS: Readonly<Record<string, string>> = {
  'not-permitted':
    "somebody administers the policy already, or has a code of an earlier bootstrap. An administrator gives roles on the admin pages. 'sallyport person vouch EMAIL' makes a new code for somebody who lost a code.",
  'roles-from-host':
    "the app's own code gives the roles (resolveSubject). Give the person a role of administrators.policy there. Then 'sallyport person vouch EMAIL' makes the code for the set-up of a passkey or an authenticator app.",
  'no-way-in-left':
    'under the policy this account could not sign in, because its roles sign in by a provider or a passkey only. Link an identity (auth.people.setExternalIds), or allow the password for these roles. An account with an entry of a directory that the app no longer uses gets no password: end the link first (auth.people.setExternalIds).',
  'already-exists':
    "the account with this name has another mailbox, or none, so it may be somebody else's. Look at it ('sallyport person show EMAIL'). Choose another address, or set its mailbox first (auth.people.setEmail).",
  'account-blocked': 'the account is blocked.',
};

function firstText({ person, password, enrollmentCode, expiresAt }: First): string {
  const name = plain(person.identifiers[0] ?? '');
  const steps = [
    password === undefined
      ? `Sign in to the app as ${name}, as usual.`
      : `Sign in to the app as ${name} with this password. Change the password afterwards.`,
    ...(password === undefined ? [] : [`\n     ${password}\n`]),
    ...(enrollmentCode === undefined
      ? []
      : [
          `If the sign-in asks for a code from an administrator, enter this one, before ${whenText(expiresAt ?? 0)}. It works once. An app that mails codes may ask for a mailed code instead.`,
          `\n     ${enrollmentCode}\n`,
          'Set up a passkey or an authenticator app. The sign-in then completes.',
        ]),
    'Open the admin pages: this account may change the policy and give roles.',
  ];
  let place = 0;
  const lines = steps.map((step) => {
    if (step.startsWith('\n')) return step;
    place += 1;
    return wrap(step, '   ', `${place}. `);
  });
  return [`${name} is the first administrator, with the roles ${listed(person.roles)}.`, '', ...lines].join('\n');
}
