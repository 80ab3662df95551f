import type { AccountId, AccountKey, AccountRecord, TenantId } from '@sallyport/store';
import { malformedIdentifier } from '../accounts/rename.ts';
import type { Doer } from '../acts/doer.ts';
import type { ImportReport, ImportRow } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isBlockedBySomebody } from '../state/actors.ts';
import { allAccounts } from '../state/all-accounts.ts';
import { normaliseIdentifier } from '../state/identifier.ts';
import { load } from '../state/load.ts';
import { malformedText } from './account-ref.ts';
import { blockImported, isOfImport, isUntouched, type Result } from './import-again.ts';

const MISSING = 'missing in the import';

export class NamedAccounts {
  readonly #ids = new Set<AccountId>();
  readonly #doubtful = new Set<AccountId>();
  #rows = 0;
  #unknown = 0;

  add(result: Result): void {
    this.#rows += 1;
    if (!('accountId' in result)) return;
    if (result.outcome === 'present' && result.isDoubtful) this.#doubtful.add(result.accountId);
    else this.#ids.add(result.accountId);
  }

  async addRefused(kernel: Kernel, tenant: TenantId, row: unknown): Promise<void> {
    const keys = keysOf(row);
    if (keys.length === 0) this.#unknown += 1;
    for (const key of keys) {
      const { account } = await load(kernel, { tenant, account: key });
      // The former system may have given the name to another person, who has a key.
      const isOfRow = key === keys[0] || account?.externalId === undefined;
      if (account !== undefined && isOfRow) this.#ids.add(account.id);
    }
  }

  has(id: AccountId): boolean {
    return this.#ids.has(id);
  }

  isDoubtful(id: AccountId): boolean {
    return this.#doubtful.has(id);
  }

  /** An empty file names nobody, and a row without a name can be of any account. */
  get areAll(): boolean {
    return this.#rows > 0 && this.#unknown === 0;
  }
}

function keysOf(row: unknown): readonly AccountKey[] {
  const { externalId, identifier }: { readonly [name in keyof ImportRow]?: unknown } = Object(row);
  const names: readonly AccountKey[] =
    typeof identifier === 'string' && malformedIdentifier(identifier) === undefined
      ? [{ kind: 'identifier', value: normaliseIdentifier(identifier) }]
      : [];
  if (externalId === undefined || externalId === null) return names;
  return typeof externalId === 'string' && malformedText('externalId', externalId) === undefined
    ? [{ kind: 'host-key', value: externalId }, ...names]
    : [];
}

interface Missing {
  readonly by: Doer;
  readonly dryRun: boolean;
  readonly blockMissing: number | undefined;
  readonly signal: AbortSignal | undefined;
}

export async function* missingAccounts(
  kernel: Kernel,
  { by, dryRun, blockMissing, signal }: Missing,
  named: NamedAccounts,
): AsyncGenerator<ImportReport, undefined> {
  const mayBlock = (account: AccountRecord): boolean =>
    named.areAll && !named.isDoubtful(account.id) && isUntouched(account, by);
  const blockable = new Set<AccountId>();
  if (blockMissing !== undefined)
    for await (const account of missing(kernel, by, named, signal)) if (mayBlock(account)) blockable.add(account.id);
  for await (const account of missing(kernel, by, named, signal)) {
    const { id, externalId, identifiers } = account;
    const isBlocked = blockable.size === blockMissing && blockable.has(id);
    const after = isBlocked
      ? await blockImported(kernel, by, account, { reason: MISSING, may: isUntouched, dryRun })
      : undefined;
    yield {
      ...{ line: 0, outcome: 'missing', accountId: id, identifier: identifiers[0] ?? '' },
      externalId,
      mayBlock: mayBlock(account),
      blocked: after !== undefined && !isRefusal(after) && (dryRun || isBlockedBySomebody(after)),
    };
  }
}

async function* missing(
  kernel: Kernel,
  by: Doer,
  named: NamedAccounts,
  signal: AbortSignal | undefined,
): AsyncGenerator<AccountRecord, undefined> {
  for await (const account of allAccounts(kernel, by.tenant)) {
    if (signal?.aborted === true) return;
    if (isOfImport(account, by) && !named.has(account.id) && !isBlockedBySomebody(account)) yield account;
  }
}
