import { hostCode } from '@sallyport/core';
import { named } from '../app/account-name.ts';
import { withAuth } from '../app/load-auth.ts';
import { isRefusal } from '../app/refusal-text.ts';
import type { Command } from '../command.ts';
import { versionText } from '../policy/governing.ts';
import { files, limitOf, list, numberOf, oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { plain, wrap } from '../terminal/wrap.ts';
import { create, listOrganisations } from './founding.ts';
import { log } from './log.ts';
import { listMembers, membersText, organisationsOf, removeMember, setMember } from './members.ts';
import type { Organising } from './organising.ts';
import { rule } from './rule.ts';
import { type Done, printed, type Refused } from './words.ts';

const OPTIONS = {
  auth: { type: 'string' },
  name: { type: 'string' },
  owner: { type: 'string' },
  roles: { type: 'string', multiple: true },
  role: { type: 'string' },
  'external-id': { type: 'string' },
  id: { type: 'string' },
  preview: { type: 'boolean' },
  names: { type: 'boolean' },
  'if-version': { type: 'string' },
  version: { type: 'string' },
  force: { type: 'boolean' },
  limit: { type: 'string' },
  confirm: { type: 'string' },
  by: { type: 'string', default: 'sallyport organisation' },
  tenant: { type: 'string', default: 'default' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse<typeof OPTIONS>>['values'];

const HELP = `sallyport organisation list --auth FILE [options]
sallyport organisation create [ID] --auth FILE [options]
sallyport organisation show ID --auth FILE [options]
sallyport organisation rule ID [FILE.json] --auth FILE [options]
sallyport organisation members ID --auth FILE [options]
sallyport organisation set-member ID NAME --roles R --auth FILE [options]
sallyport organisation remove-member ID NAME --auth FILE [options]
sallyport organisation of NAME --auth FILE [options]
sallyport organisation log ID --auth FILE [options]
sallyport organisation remove ID --confirm ID --auth FILE [options]

list prints a line for each organisation: its id, version and name.
create founds an organisation. Without ID it gets a random id.
show prints its name, version and rule, and the number of members by role.
rule prints the rule as JSON for a file, and on stderr its version, its author
and the time. With a file, it counts the members who could enter, must set up a
factor or could not enter, now and from each date of the rule on, names the
first ten who do not enter, and then puts the rule in force. The numbers are
those outside every context of the policy.
members prints a line for each member: the roles and the name.
set-member makes a person a member with these roles, or replaces the roles.
remove-member ends a membership. The account and its sessions stay.
of prints the organisations of a person, and the roles there.
log prints the events of an organisation, also of a removed one, newest first.
remove removes an organisation with its members and versions. The accounts stay.
The id is never used again.

Each act is an event with its actor, as in auth.organisations. An act after
which no owner could enter is refused without --force. A rule of an organisation
asks for more than the policy, never for less. Where the app tells who is a
member (memberRoles), no command lists or changes members.

  ID                 the id of the organisation. After '--' it may begin with a
                     dash
  NAME               an identifier of the account: what the person types
  --external-id KEY  names the account by the app's own key, without NAME
  --id ID            names the account by its id, without NAME
  --name TEXT        create: the name, for people
  --owner NAME       create: an account that becomes a member, with --roles
  --roles R          create, set-member: the roles, several with commas
  --role ROLE        members: those with this role
  --preview          rule: prints the numbers; changes nothing
  --names            rule: names every member who does not enter
  --if-version N     rule: changes the rule only if version N is in force
  --version N        rule, without a file: prints version N
  --force            rule, set-member, remove-member: also if no owner could
                     enter afterwards
  --limit N          log: the most events, 1 to 1000; default: 50
  --confirm ID       remove: the same id again
  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and opens the app's store
  --by NAME          the actor of the event; default: sallyport organisation
  --tenant NAME      default: default
  --json             prints the answer of the app: an OrganisationView, an
                     OrganisationImpact (--preview), a MemberView or a Refusal
                     of @sallyport/engine; after a removal, what is removed. In
                     lists each line is an OrganisationView, a MemberView, a
                     MembershipView or an EventView. No numbers before a change

Exit code 0: shown or done. 1: refused, with the reason; nothing is changed. If
create could not make the owner a member, the organisation is there: the reason
names its id, and the Refusal has it as organisation. 2: wrong usage, an
unreadable file, or a store that does not answer or keeps no organisations.`;

const ACTIONS = [
  'list',
  'create',
  'show',
  'rule',
  'members',
  'set-member',
  'remove-member',
  'of',
  'log',
  'remove',
] as const;

type Action = (typeof ACTIONS)[number];

const ONLY_FOR: Readonly<Partial<Record<keyof typeof OPTIONS, readonly Action[]>>> = {
  name: ['create'],
  owner: ['create'],
  roles: ['create', 'set-member'],
  role: ['members'],
  'external-id': ['set-member', 'remove-member', 'of'],
  id: ['set-member', 'remove-member', 'of'],
  preview: ['rule'],
  names: ['rule'],
  'if-version': ['rule'],
  version: ['rule'],
  force: ['rule', 'set-member', 'remove-member'],
  limit: ['log'],
  confirm: ['remove'],
};

const CALLS = {
  organisations: ['list', 'create', 'rule', 'preview', 'setRule', 'remove', 'of', 'events'],
  people: ['find'],
  policy: ['current'],
} as const;

type Work = (auth: Organising, io: Io) => Promise<ExitCode>;

export const organisation: Command = {
  name: 'organisation',
  summary: 'the organisations of a tenant: lists, founds, sets rules and members',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [written, ...rest] = positionals;
    if (written === undefined) throw new CliError('usage', `sallyport organisation ${ACTIONS.join(', ')}?`);
    const action = oneOf('action', written, ACTIONS);
    for (const [option, only] of Object.entries(ONLY_FOR))
      if (!only.includes(action) && Reflect.get(values, option) !== undefined)
        throw new CliError('usage', `'--${option}' is an option of 'sallyport organisation ${only.join(', ')}'`);
    const work = workOf(action, rest, values);
    const { auth: file, tenant } = values;
    return withAuth<Organising, ExitCode>(file, CALLS, async (auth) => {
      await tellIfUnnamed(auth, tenant, io);
      return work(auth, io);
    });
  },
};

/** Organisations can be there from an earlier policy. */
async function tellIfUnnamed({ policy }: Organising, tenant: string, io: Io): Promise<void> {
  const { organisations } = (await policy.current(tenant)).policy;
  if (organisations !== undefined) return;
  io.err(
    wrap(
      "The policy in force has no 'organisations': it names no roles of members, and nobody but the app's code administers an organisation.",
    ),
  );
}

/** @throws CliError if the usage is wrong */
function workOf(action: Action, rest: readonly string[], values: Values): Work {
  const { tenant, json = false, force = false } = values;
  const by = hostCode(values.by);
  switch (action) {
    case 'list':
      files(rest, 0, 0, 'organisation list --auth FILE');
      return (auth, io) => listOrganisations(auth, { tenant, json }, io);
    case 'create': {
      const [id, more] = rest;
      if (more !== undefined) throw tooMany(more, 'create [ID]');
      const input = { id, name: values.name, owner: ownerOf(values), tenant, by };
      return async (auth, io) => printed(await create(auth, input), json, io);
    }
    case 'rule':
      return ruleOf(rest, values);
    case 'set-member':
    case 'remove-member': {
      const [id, names] = idOf(action, rest);
      const given = { id, tenant, who: named(names, values), by, force };
      if (action === 'remove-member') return async (auth, io) => printed(await removeMember(auth, given), json, io);
      const roles = list(values.roles);
      if (roles.length === 0) throw new CliError('usage', 'which roles? Give --roles');
      return async (auth, io) => printed(await setMember(auth, { ...given, roles }), json, io);
    }
    case 'of': {
      const who = named(rest, values);
      return (auth, io) => organisationsOf(auth, { who, tenant, json }, io);
    }
    default:
      return workOfOne(action, rest, values);
  }
}

/** An action with the id alone. */
function workOfOne(
  action: 'show' | 'members' | 'log' | 'remove',
  rest: readonly string[],
  { tenant, json = false, role, confirm, ...values }: Values,
): Work {
  const [id, [more]] = idOf(action, rest);
  if (more !== undefined) throw tooMany(more, `${action} ID`);
  switch (action) {
    case 'show':
      return async (auth, io) => printed(await show(auth, id, tenant), json, io);
    case 'members':
      return (auth, io) => listMembers(auth, { id, tenant, role, json }, io);
    case 'log': {
      const limit = limitOf(values.limit);
      return (auth, io) => log(auth, { id, tenant, limit, json }, io);
    }
    case 'remove':
      if (confirm !== id) throw new CliError('usage', `--confirm repeats the id of the organisation, '${id}'`);
      return async (auth, io) => {
        const refused = await auth.organisations.remove(id, { tenant, by: hostCode(values.by) });
        return printed(refused ?? { answer: { removed: id }, text: removedText(id) }, json, io);
      };
  }
}

function idOf(action: Action, [id, ...rest]: readonly string[]): readonly [id: string, rest: readonly string[]] {
  if (id === undefined) throw new CliError('usage', `which organisation? sallyport organisation ${action} ID`);
  return [id, rest];
}

function tooMany(more: string, usage: string): CliError {
  return new CliError('usage', `too many arguments, from '${more}': sallyport organisation ${usage}`);
}

function ownerOf({
  owner,
  roles,
}: Values): { readonly identifier: string; readonly roles: readonly string[] } | undefined {
  if (owner === undefined && roles === undefined) return undefined;
  if (owner === undefined) throw new CliError('usage', 'whose roles? Give --owner');
  if (list(roles).length === 0) throw new CliError('usage', 'which roles has the owner? Give --roles');
  return { identifier: owner, roles: list(roles) };
}

function ruleOf(rest: readonly string[], values: Values): Work {
  const [id, [file, more]] = idOf('rule', rest);
  if (more !== undefined) throw tooMany(more, 'rule ID FILE.json');
  for (const option of ['preview', 'names', 'force', 'if-version'] as const)
    if (file === undefined && values[option] !== undefined)
      throw new CliError(
        'usage',
        `which rule? '--${option}' is about a file: sallyport organisation rule ID FILE.json`,
      );
  if (file !== undefined && values.version !== undefined)
    throw new CliError('usage', "'--version' prints a rule: give no file, or --if-version");
  for (const option of ['force', 'if-version'] as const)
    if (values.preview === true && values[option] !== undefined)
      throw new CliError('usage', `'--preview' or '--${option}', not both`);
  if (values.json === true && values.names === true && values.preview !== true)
    throw new CliError('usage', "'--names' with '--json' is for '--preview': a change prints no members as JSON");
  const { tenant, by, force = false, preview = false, names = false, json = false } = values;
  const ifVersion = numberOf('if-version', values['if-version']);
  const version = numberOf('version', values.version);
  const given = { id, file, tenant, by: hostCode(by), ifVersion, version, force, preview, names, json };
  return (auth, io) => rule(auth, given, io);
}

async function show(auth: Organising, id: string, tenant: string): Promise<Done | Refused> {
  const found = await auth.organisations.rule(id, { tenant });
  if (isRefusal(found)) return found;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['name', found.name],
    ['rule', versionText(found)],
    ['members', await membersText(auth, id, tenant)],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(10)}${plain(value)}`]));
  return { answer: found, text: [plain(id), ...lines, jsonText(found.rule, 2)].join('\n') };
}

function removedText(id: string): string {
  return wrap(`The organisation ${id} is removed. The accounts of its members stay, and the id is never used again.`);
}
