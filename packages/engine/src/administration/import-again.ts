import { type AccountRecord, actorName } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { type ActState, performAct } from '../acts/perform-act.ts';
import type { DifferingMember, ImportReport, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent, isBlockedBySomebody, nameOf } from '../records/actors.ts';
import { withRoles } from '../records/host-roles.ts';
import { normaliseIdentifier } from '../records/identifier.ts';
import { areSame } from '../records/roles.ts';
import { blocked } from './blocking.ts';
import type { CheckedRow } from './import-row.ts';

export type Result = ImportReport extends infer One ? (One extends unknown ? Omit<One, keyof RowNames> : never) : never;
type RowNames = Pick<ImportReport, 'line' | 'externalId' | 'identifier'>;

export const DISABLED = 'disabled in the former system';

export function isOfImport({ imported }: AccountRecord, by: Doer): boolean {
  return imported?.by === actorName(nameOf(by));
}

export function isUntouched(account: AccountRecord, by: Doer): boolean {
  return isOfImport(account, by) && account.imported?.version === account.version;
}

export async function takeRow(
  kernel: Kernel,
  by: Doer,
  present: AccountRecord,
  row: CheckedRow,
  dryRun: boolean,
): Promise<Result> {
  const found = differing(present, row);
  // Without a key, the row can be of somebody whose name has the same normal form.
  const mayTake = row.facts.externalId !== undefined && isUntouched(present, by);
  const wanted = mayTake ? TAKEN.filter((member) => found.includes(member)) : [];
  if (dryRun) return reported(present, wanted, found);
  let account = present;
  for (const member of wanted) {
    const next = await (member === 'disabled'
      ? blockUntouched(kernel, by, account, DISABLED)
      : takeRoles(kernel, by, account, row));
    if (!isRefusal(next)) account = next;
  }
  const still = differing(account, row);
  return reported(
    account,
    wanted.filter((member) => !still.includes(member)),
    found,
  );
}

const TAKEN = ['disabled', 'roles'] as const satisfies readonly DifferingMember[];

function reported(
  { id: accountId }: AccountRecord,
  taken: readonly DifferingMember[],
  found: readonly DifferingMember[],
): Result {
  return { outcome: 'present', accountId, taken, differs: found.filter((member) => !taken.includes(member)) };
}

function differing(account: AccountRecord, { facts, address, disabled }: CheckedRow): readonly DifferingMember[] {
  const name = normaliseIdentifier(facts.identifier);
  const mailbox = account.email?.address;
  // Otherwise the owner may have given an address that the former system does not know.
  const isAsImported = account.imported?.version === account.version;
  const differs: Record<DifferingMember, boolean> = {
    identifier: account.importedAs !== name && !account.identifiers.includes(name),
    email:
      mailbox !== address &&
      (mailbox === undefined ? facts.email !== undefined : address !== undefined || isAsImported),
    roles: !areSame(account.roles, facts.roles ?? []),
    disabled: disabled !== isBlockedBySomebody(account),
  };
  return (['identifier', 'email', 'roles', 'disabled'] as const).filter((member) => differs[member]);
}

export function blockUntouched(
  kernel: Kernel,
  by: Doer,
  { id }: AccountRecord,
  reason: string,
): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, (state) => {
    const act = { type: 'block' } as const;
    if (!isUntouched(state.account, by) || isBlockedBySomebody(state.account)) return { act, isDone: true };
    const { next, also } = blocked(kernel, by, state, { reason });
    return { act, next: asOfImport(next, state), also };
  });
}

function takeRoles(
  kernel: Kernel,
  by: Doer,
  { id }: AccountRecord,
  { facts }: CheckedRow,
): Promise<AccountRecord | Refusal> {
  const roles = [...new Set(facts.roles ?? [])];
  return performAct(kernel, by, id, async (state) => {
    const { account, now, leaves } = state;
    const next = asOfImport(withRoles(account, roles, now), state);
    const act = { type: 'set-roles', roles, leaves: await leaves(account, next), forced: false } as const;
    if (!isUntouched(account, by)) return { act, isDone: true };
    const detail = { from: account.roles, to: roles };
    return { act, next, also: { events: [adminEvent(kernel, by, account, 'account.roles-changed', detail)] } };
  });
}

function asOfImport(next: AccountRecord, { account }: ActState<AccountRecord>): AccountRecord {
  return { ...next, imported: account.imported && { ...account.imported, version: account.version + 1 } };
}
