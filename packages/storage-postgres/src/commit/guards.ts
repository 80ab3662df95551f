import type { CommitResult } from '@sallyport/engine';
import { writesGuardedAccount } from './account-keys.ts';
import type { Draft, Part } from './parts.ts';

export type Obstacle = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/**
 * Guards, each depending on the one before: everybody locks rows in the same order, and the first guard without a row
 * names what stands in the way.
 */
export class GuardChain {
  readonly parts: Part[] = [];
  readonly obstacles: Obstacle[] = [];

  /** `condition` is a select that has a row where the guard holds, up to its last condition. */
  guard(obstacle: Obstacle, condition: string, { locks = false }: { readonly locks?: boolean } = {}): void {
    const before = this.obstacles.at(-1);
    const chained = before === undefined ? '' : ` and exists (select 1 from guard_${before})`;
    this.parts.push({ name: `guard_${obstacle}`, sql: `${condition}${chained}${locks ? ' for update' : ''}` });
    this.obstacles.push(obstacle);
  }

  /** The last part of the chain, on which every write depends. */
  close(): string {
    const last = this.obstacles.at(-1);
    if (last !== undefined) return `guard_${last}`;
    this.parts.push({ name: 'held', sql: 'select 1' });
    return 'held';
  }
}

/**
 * The guards of a change. Rows are locked; the policy is read as it was when the statement began, so that who writes
 * it waits for nobody. What is spent and taken is looked up after the locks; in a race the unique keys decide.
 */
export function guardsOf(draft: Draft): GuardChain {
  const chain = new GuardChain();
  guardRows(chain, draft);
  guardPolicy(chain, draft);
  guardAdministrators(chain, draft);
  guardMarks(chain, draft);
  guardKeys(chain, draft);
  draft.held = chain.close();
  return chain;
}

function guardRows(chain: GuardChain, draft: Draft): void {
  const { parameters, table, change } = draft;
  const { flow, account, session } = change.guards;
  const at = ({ id, version }: { readonly id: string; readonly version: number }): string =>
    `tenant = ${draft.tenant} and id = ${parameters.text(id)} and version = ${parameters.number(version)}`;
  if (flow) {
    const condition = `select 1 from ${table.flow} where ${at(flow)} and expires_at > ${draft.now}`;
    chain.guard('flow', condition, { locks: true });
  }
  if (account) {
    const column = writesGuardedAccount(change) ? 'keys' : '1';
    chain.guard('account', `select ${column} from ${table.account} where ${at(account)}`, { locks: true });
  }
  if (session) {
    const isLive = `expires_at > ${draft.now} and ${draft.now} - last_seen_at <= idle`;
    chain.guard('session', `select 1 from ${table.session} where ${at(session)} and ${isLive}`, { locks: true });
  }
}

function guardPolicy(chain: GuardChain, draft: Draft): void {
  const { guards, policy } = draft.change;
  const version = guards.policy ?? (policy && policy.version - 1);
  if (version === undefined) return;
  const inForce = `(select coalesce(max(version), 0) from ${draft.table.policy} where tenant = ${draft.tenant})`;
  chain.guard('policy', `select 1 where ${inForce} = ${draft.parameters.number(version)}`);
}

function guardAdministrators(chain: GuardChain, draft: Draft): void {
  const { guards, administrators } = draft.change;
  const version = guards.administrators ?? (administrators && administrators.version - 1);
  if (version === undefined) return;
  const ofTenant = `select 1 from ${draft.table.administrators} where tenant = ${draft.tenant}`;
  if (version === 0) chain.guard('administrators', `select 1 where not exists (${ofTenant})`);
  else chain.guard('administrators', `${ofTenant} and version = ${draft.parameters.number(version)}`, { locks: true });
}

function guardMarks(chain: GuardChain, draft: Draft): void {
  const { spend = [] } = draft.change;
  if (spend.length === 0) return;
  const keys = draft.parameters.texts(spend.map(({ key }) => key));
  const spent = `select 1 from ${draft.table.spent} where tenant = ${draft.tenant} and key = any(${keys}) and expires_at > ${draft.now}`;
  chain.guard('spent', `select 1 where not exists (${spent})`);
}

function guardKeys(chain: GuardChain, draft: Draft): void {
  const { change, table, tenant, parameters } = draft;
  const { account, guards } = change;
  if (account === undefined) return;
  const id = parameters.text(account.id);
  const taken = `select 1 from ${table.accountKey}
    where tenant = ${tenant} and key = any(${draft.claimedKeys(account)}) and account_id <> ${id}`;
  const conditions = [`not exists (${taken})`];
  if (account.id !== guards.account?.id) {
    conditions.push(`not exists (select 1 from ${table.account} where tenant = ${tenant} and id = ${id})`);
  }
  chain.guard('key', `select 1 where ${conditions.join(' and ')}`);
}
