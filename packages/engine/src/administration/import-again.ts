import { type AccountRecord, actorName } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import type { DifferingMember, ImportReport, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { revokeTightened } from '../sessions/revoking.ts';
import { isBlockedBySomebody, nameOf } from '../state/actors.ts';
import { normaliseIdentifier } from '../state/identifier.ts';
import { areSame } from '../state/roles.ts';
import { changeOfRoles, warnOfMisspeltRoles } from './account-rules.ts';
import { blocked } from './blocking.ts';
import type { CheckedRow } from './import-row.ts';

export type Result = ImportReport extends infer One ? (One extends unknown ? Omit<One, keyof RowNames> : never) : never;
type RowNames = Pick<ImportReport, 'line' | 'externalId' | 'identifier'>;
export type Present = Extract<Result, { outcome: 'present' }>;

export const DISABLED = 'disabled in the former system';

export function isOfImport({ imported }: AccountRecord, by: Doer): boolean {
  return imported?.by === actorName(nameOf(by));
}

export function isUntouched(account: AccountRecord, by: Doer): boolean {
  return isOfImport(account, by) && account.imported?.version === account.version;
}

/** A recovery mail that a stranger asks for touches the account. */
function mayBlock(account: AccountRecord, by: Doer): boolean {
  return isOfImport(account, by) && account.imported?.unblocked !== true;
}

interface Taking {
  readonly dryRun: boolean;
  readonly isRepeated: boolean;
}

export async function takeRow(
  kernel: Kernel,
  by: Doer,
  present: AccountRecord,
  row: CheckedRow,
  { dryRun, isRepeated }: Taking,
): Promise<Present> {
  const found = differing(kernel, present, row);
  const { externalId } = row.facts;
  const isDoubtful = externalId !== undefined && !agrees(present, row);
  // Without a key, the row can be of somebody whose name has the same normal form.
  const mayTake = externalId !== undefined && !isDoubtful && !isRepeated;
  const taken: DifferingMember[] = [];
  for (const member of mayTake ? TAKEN : [])
    if (found.includes(member) && (await TAKES[member](kernel, by, present, row, dryRun))) taken.push(member);
  return {
    outcome: 'present',
    accountId: present.id,
    taken,
    differs: found.filter((member) => !taken.includes(member)),
    isDoubtful,
    otherBy: !isOfImport(present, by) && (externalId !== undefined || present.imported !== undefined),
  };
}

type Takes = (kernel: Kernel, by: Doer, account: AccountRecord, row: CheckedRow, dryRun: boolean) => Promise<boolean>;

const TAKEN = ['disabled', 'roles'] as const satisfies readonly DifferingMember[];

const TAKES: { readonly [member in (typeof TAKEN)[number]]: Takes } = {
  disabled: async (kernel, by, account, row, dryRun) => {
    if (!row.disabled) return false;
    const after = await blockImported(kernel, by, account, { reason: DISABLED, may: mayBlock, dryRun });
    return !isRefusal(after) && (dryRun ? mayBlock(after, by) : isBlockedBySomebody(after));
  },
  roles: async (kernel, by, account, row, dryRun) => {
    const after = await takeRoles(kernel, by, account, row, dryRun);
    return !isRefusal(after) && (dryRun ? isUntouched(after, by) : haveSame(after.roles, row.facts.roles ?? []));
  },
};

/** Another tenant or system has the same keys. */
function agrees(account: AccountRecord, row: CheckedRow): boolean {
  return isNamed(account, row) || (account.email !== undefined && account.email.address === row.address);
}

function isNamed({ importedAs, identifiers }: AccountRecord, { facts }: CheckedRow): boolean {
  const name = normaliseIdentifier(facts.identifier);
  return importedAs === name || identifiers.includes(name);
}

function differing(
  { resolveSubject }: Pick<Kernel, 'resolveSubject'>,
  account: AccountRecord,
  row: CheckedRow,
): readonly DifferingMember[] {
  const { facts, address, disabled } = row;
  const mailbox = account.email?.address;
  // Otherwise the owner may have given an address that the former system does not know.
  const isAsImported = account.imported?.version === account.version;
  const differs: Record<DifferingMember, boolean> = {
    identifier: !isNamed(account, row),
    email:
      mailbox !== address &&
      (mailbox === undefined ? facts.email !== undefined : address !== undefined || isAsImported),
    // The host's roles come from the host.
    roles: resolveSubject === undefined && facts.roles !== undefined && !haveSame(account.roles, facts.roles),
    disabled: disabled !== isBlockedBySomebody(account),
  };
  return (['identifier', 'email', 'roles', 'disabled'] as const).filter((member) => differs[member]);
}

function haveSame(some: readonly string[], others: readonly string[]): boolean {
  return areSame([...new Set(some)], [...new Set(others)]);
}

interface Blocking {
  readonly reason: string;
  readonly may: (account: AccountRecord, by: Doer) => boolean;
  readonly dryRun: boolean;
}

export function blockImported(
  kernel: Kernel,
  by: Doer,
  { id }: AccountRecord,
  { reason, may, dryRun }: Blocking,
): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, (state) => {
    const act = { type: 'block' } as const;
    const { account } = state;
    if (!may(account, by) || isBlockedBySomebody(account)) return { act, isDone: true };
    const { next, also } = blocked(kernel, by, state, { reason });
    return { act, next: asImported(next, account), also, isPreview: dryRun };
  });
}

async function takeRoles(
  kernel: Kernel,
  by: Doer,
  { id }: AccountRecord,
  { facts }: CheckedRow,
  dryRun: boolean,
): Promise<AccountRecord | Refusal> {
  const roles = [...new Set(facts.roles ?? [])];
  warnOfMisspeltRoles(kernel, by.tenant, roles);
  const taken = await performAct(kernel, by, id, async (state) => {
    const { account } = state;
    const marked = (next: AccountRecord): AccountRecord => asImported(next, account);
    const change = await changeOfRoles(kernel, by, state, { roles, forced: false, marked });
    return isUntouched(account, by) ? { ...change, isPreview: dryRun } : { act: change.act, isDone: true };
  });
  if (!dryRun && !isRefusal(taken)) revokeTightened(unplaced(kernel), by.tenant, id);
  return taken;
}

function asImported(next: AccountRecord, { imported, version }: AccountRecord): AccountRecord {
  return imported?.version === version ? { ...next, imported: { ...imported, version: version + 1 } } : next;
}
