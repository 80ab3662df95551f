import type { AccountId, AccountKey, TenantId } from '@sallyport/store';
import { malformedIdentifier } from '../accounts/rename.ts';
import type { Doer } from '../acts/doer.ts';
import type { ImportReport, ImportRow } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isBlockedBySomebody } from '../records/actors.ts';
import { allAccounts } from '../records/all-accounts.ts';
import { normaliseIdentifier } from '../records/identifier.ts';
import { loadStep } from '../records/load-step.ts';
import { malformedText } from './account-ref.ts';
import { blockUntouched, isOfImport, isUntouched, type Result } from './import-again.ts';

const MISSING = 'missing in the import';

export class NamedAccounts {
  readonly #kernel: Kernel;
  readonly #tenant: TenantId;
  readonly #ids = new Set<AccountId>();
  #rows = 0;
  #unknown = 0;

  constructor(kernel: Kernel, tenant: TenantId) {
    this.#kernel = kernel;
    this.#tenant = tenant;
  }

  async add(row: unknown, result: Result): Promise<void> {
    this.#rows += 1;
    if ('accountId' in result) this.#ids.add(result.accountId);
    if (result.outcome !== 'refused') return;
    const key = keyOf(row);
    if (key === undefined) this.#unknown += 1;
    else {
      const { account } = await loadStep(this.#kernel, { tenant: this.#tenant, account: key });
      if (account !== undefined) this.#ids.add(account.id);
    }
  }

  has(id: AccountId): boolean {
    return this.#ids.has(id);
  }

  /** An empty file names nobody, and a row without a name can be of any account. */
  get areAll(): boolean {
    return this.#rows > 0 && this.#unknown === 0;
  }
}

/** With a key, the name of a refused row may be one that the former system gave to another person. */
function keyOf(row: unknown): AccountKey | undefined {
  const { externalId, identifier }: { readonly [name in keyof ImportRow]?: unknown } = Object(row);
  if (externalId !== undefined && externalId !== null)
    return typeof externalId === 'string' && malformedText('externalId', externalId) === undefined
      ? { kind: 'host-key', value: externalId }
      : undefined;
  return typeof identifier === 'string' && malformedIdentifier(identifier) === undefined
    ? { kind: 'identifier', value: normaliseIdentifier(identifier) }
    : undefined;
}

export async function* missingAccounts(
  kernel: Kernel,
  { by, dryRun }: { readonly by: Doer; readonly dryRun: boolean },
  named: NamedAccounts,
): AsyncGenerator<ImportReport, undefined> {
  for await (const account of allAccounts(kernel, by.tenant)) {
    if (!isOfImport(account, by) || named.has(account.id) || isBlockedBySomebody(account)) continue;
    const mayBlock = named.areAll && isUntouched(account, by);
    const after = mayBlock && !dryRun ? await blockUntouched(kernel, by, account, MISSING) : undefined;
    const { externalId, identifiers } = account;
    yield {
      ...{ line: 0, outcome: 'missing', accountId: account.id, identifier: identifiers[0] ?? '' },
      ...(externalId === undefined ? {} : { externalId }),
      blocked: after === undefined ? mayBlock : !isRefusal(after) && isBlockedBySomebody(after),
    };
  }
}
