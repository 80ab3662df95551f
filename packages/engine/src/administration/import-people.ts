import { evaluate, isByHostCode, type Policy, unknownMember } from '@sallyport/core';
import type { AccountKey, AccountRecord, LookUpKind, TenantId } from '@sallyport/store';
import { lookUpKeysOf } from '@sallyport/store';
import { accountsNamed } from '../accounts/blocked-holders.ts';
import { type Doer, host } from '../acts/doer.ts';
import { strandsOwner } from '../acts/stranding.ts';
import type {
  ImportOptions,
  ImportReport,
  ImportRow,
  InputFault,
  NotAsked,
  People,
  Refusal,
} from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { RefusalCodes } from '../contract/refusal-table.ts';
import { questionOf } from '../factors/question.ts';
import { withoutBlock } from '../factors/removals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { normaliseAddress, normaliseIdentifier } from '../state/identifier.ts';
import { load } from '../state/load.ts';
import { tenantOf } from '../state/tenant-id.ts';
import { malformedHostCode } from './account-ref.ts';
import { createBy } from './account-rules.ts';
import { canonicalSubject } from './checked-ids.ts';
import { DISABLED, type Result, takeRow } from './import-again.ts';
import { missingAccounts, NamedAccounts } from './import-missing.ts';
import { credentialId } from './import-passkeys.ts';
import { canonicalBytes } from './import-reader.ts';
import { type CheckedRow, checkedRow, inRow } from './import-row.ts';

type Rows = Parameters<People['import']>[0];

interface Import {
  readonly by: Doer;
  readonly dryRun: boolean;
  readonly resume: boolean;
  readonly complete: boolean;
  readonly blockMissing: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly atOnce: number;
}

/** A store's pool has about this many connections. */
const MOST_AT_ONCE = 50;

export function importPeople(kernel: Kernel, rows: Rows, options: ImportOptions): AsyncIterable<ImportReport> {
  const checked = checkedOptions(kernel, options);
  if (!isIterable(rows)) throw new TypeError('rows is no iterable of rows');
  return reports(kernel, rows, checked);
}

const OPTIONS = Object.keys({
  ...{ by: true, tenant: true, dryRun: true, resume: true, complete: true, blockMissing: true },
  ...{ signal: true, atOnce: true },
} satisfies Record<keyof ImportOptions, true>);

function checkedOptions(kernel: Kernel, options: ImportOptions): Import {
  const given: { readonly [name in keyof ImportOptions]?: unknown } = Object(options);
  // A misspelt `dryRun` must not write.
  const unknown = unknownMember(given, OPTIONS)?.name;
  if (unknown !== undefined) throw new TypeError(`${unknown} is no option of an import: ${OPTIONS.join(', ')}`);
  const { by, tenant, dryRun = false, resume = false, complete = false, atOnce = 1 } = given;
  const { blockMissing, signal } = given;
  const fault = malformedHostCode(by);
  if (fault !== undefined || !isByHostCode(by)) throw new TypeError(`by ${fault?.errors[0].message}`);
  if (typeof dryRun !== 'boolean') throw new TypeError('dryRun is neither true nor false');
  if (typeof resume !== 'boolean') throw new TypeError('resume is neither true nor false');
  if (typeof complete !== 'boolean') throw new TypeError('complete is neither true nor false');
  if (complete && !resume) throw new TypeError('complete needs resume: true');
  if (
    blockMissing !== undefined &&
    (typeof blockMissing !== 'number' || !(Number.isInteger(blockMissing) && blockMissing > 0))
  )
    throw new TypeError('blockMissing is no whole number from 1');
  if (blockMissing !== undefined && !complete) throw new TypeError('blockMissing needs complete: true');
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw new TypeError('signal is no AbortSignal');
  if (tenant !== undefined && typeof tenant !== 'string') throw new TypeError('tenant is no text');
  if (typeof atOnce !== 'number' || !Number.isInteger(atOnce) || atOnce < 1 || atOnce > MOST_AT_ONCE)
    throw new TypeError(`atOnce is no whole number from 1 to ${MOST_AT_ONCE}`);
  return { by: host(tenantOf(kernel, tenant), by), dryRun, resume, complete, blockMissing, signal, atOnce };
}

function isIterable(rows: unknown): rows is Rows {
  if (typeof rows !== 'object' || rows === null) return false;
  return Symbol.asyncIterator in rows || Symbol.iterator in rows;
}

interface Begun {
  readonly keys: readonly string[];
  readonly report: Promise<ImportReport>;
}

async function* reports(kernel: Kernel, rows: Rows, options: Import): AsyncGenerator<ImportReport, undefined> {
  const begun: Begun[] = [];
  const named = new NamedAccounts();
  let line = 0;
  try {
    for await (const read of untilFault(rows)) {
      if ('fault' in read) {
        while (begun.length > 0) yield await reportOfFirst(begun);
        throw read.fault;
      }
      if (options.signal?.aborted === true) break;
      line += 1;
      const keys = keysIn(kernel, options.by.tenant, read.row);
      while (begun.some((other) => other.keys.some((key) => keys.includes(key)))) yield await reportOfFirst(begun);
      begun.push({ keys, report: reportOf(kernel, read.row, line, options, named) });
      if (begun.length >= options.atOnce) yield await reportOfFirst(begun);
    }
    while (begun.length > 0) yield await reportOfFirst(begun);
    if (options.complete) yield* missingAccounts(kernel, options, named);
  } finally {
    // No account comes to be after the loop of the host has ended.
    await Promise.allSettled(begun.map(({ report }) => report));
  }
}

async function reportOfFirst(begun: Begun[]): Promise<ImportReport> {
  const [first] = begun;
  if (first === undefined) throw new Error('no row is in progress');
  const report = await first.report;
  begun.shift();
  return report;
}

function reportOf(
  kernel: Kernel,
  row: ImportRow,
  line: number,
  options: Import,
  named: NamedAccounts,
): Promise<ImportReport> {
  const report = resultOf(kernel, row, options, named).then(async (result) => {
    if (options.resume) named.add(result);
    if (options.complete && result.outcome === 'refused') await named.addRefused(kernel, options.by.tenant, row);
    return { line, ...namesOf(row), ...result };
  });
  // A later report may fail before the loop awaits it.
  report.catch(() => {});
  return report;
}

async function* untilFault(rows: Rows): AsyncGenerator<{ readonly row: ImportRow } | { readonly fault: unknown }> {
  try {
    for await (const row of rows) yield { row };
  } catch (fault) {
    yield { fault };
  }
}

function keysIn(kernel: Kernel, tenant: TenantId, row: unknown): readonly string[] {
  const { identifier, externalId, passkeys, identities }: { readonly [name in keyof ImportRow]?: unknown } =
    Object(row);
  const list = (value: unknown): readonly object[] => (Array.isArray(value) ? value.map(Object) : []);
  const passkeyKey = (given: unknown): string => {
    const id = credentialId(given);
    return `passkey ${typeof id === 'string' ? (canonicalBytes(id) ?? id) : id}`;
  };
  const identityKey = ({ provider, subject }: { readonly provider?: unknown; readonly subject?: unknown }): string =>
    `identity ${provider} ${typeof subject === 'string' ? canonicalSubject(kernel, tenant, { provider, subject }) : subject}`;
  return [
    ...(typeof identifier === 'string' ? [`identifier ${normaliseIdentifier(identifier)}`] : []),
    ...(typeof externalId === 'string' ? [`key ${externalId}`] : []),
    ...list(passkeys).map((passkey) => passkeyKey(Reflect.get(passkey, 'id'))),
    ...list(identities).map(identityKey),
  ];
}

function namesOf(row: unknown): Pick<ImportReport, 'externalId' | 'identifier'> {
  const { externalId, identifier }: { readonly externalId?: unknown; readonly identifier?: unknown } = Object(row);
  return {
    ...(typeof externalId === 'string' ? { externalId } : {}),
    ...(typeof identifier === 'string' ? { identifier } : {}),
  };
}

async function resultOf(kernel: Kernel, row: ImportRow, options: Import, named: NamedAccounts): Promise<Result> {
  const { by, dryRun, resume } = options;
  const checked = await checkedRow(kernel, row);
  if (!('facts' in checked)) return refusedRow({ refused: 'malformed-input', errors: checked });
  const { facts, factors: imported, leftOut } = checked;
  const present = resume ? await presentAs(kernel, by.tenant, checked) : undefined;
  const take = (account: AccountRecord): Promise<Result> =>
    takeRow(kernel, by, account, checked, { dryRun, isRepeated: named.has(account.id) });
  if (present !== undefined) return take(present);
  const blockedFor = checked.disabled ? DISABLED : undefined;
  const made = await createBy(kernel, by, facts, { imported, blockedFor, dryRun });
  if (isRefusal(made)) {
    if (made.refused !== 'already-exists') return refusedRow({ ...made, errors: inRow(made.errors) });
    const meanwhile = resume ? await presentAs(kernel, by.tenant, checked) : undefined;
    return meanwhile === undefined ? notFree(kernel, by, checked) : take(meanwhile);
  }
  const { policy } = kernel.policies.known(made.tenant);
  const canSignIn = !strandsOwner(policy, made, kernel.now());
  const notes = { leftOut, notAsked: await notAskedOf(kernel, policy, withoutBlock(made)), canSignIn };
  if (!dryRun) return { outcome: 'imported', accountId: made.id, ...notes };
  const errors = await takenKeys(kernel, made);
  return errors.length === 0 ? { outcome: 'valid', ...notes } : refusedRow({ refused: 'already-exists', errors });
}

async function notAskedOf(kernel: Kernel, policy: Policy, account: AccountRecord): Promise<readonly NotAsked[]> {
  const { password, totp, passkeys, backupCodes } = account;
  const second: readonly NotAsked[] = [
    ...(totp === undefined ? [] : (['totp'] as const)),
    ...(passkeys.length === 0 ? [] : (['passkeys'] as const)),
    ...(backupCodes === undefined ? [] : (['backupCodes'] as const)),
  ];
  if (password === undefined || second.length === 0) return [];
  const now = kernel.now();
  const question = questionOf(policy, { evidence: [], now }, account);
  const { proofOfWord } = await import('../kernel/policy-analysis.ts');
  const evidence = [proofOfWord('password', question.account.factors, now)];
  return evaluate(policy, { ...question, evidence }).outcome === 'granted' ? second : [];
}

async function notFree(kernel: Kernel, by: Doer, checked: CheckedRow): Promise<Result> {
  const unwritten = await createBy(kernel, by, checked.facts, { imported: checked.factors, dryRun: true });
  const errors = isRefusal(unwritten) ? [] : await takenKeys(kernel, unwritten);
  return refusedRow({ refused: 'already-exists', errors });
}

async function presentAs(kernel: Kernel, tenant: TenantId, row: CheckedRow): Promise<AccountRecord | undefined> {
  const { externalId } = row.facts;
  const identifier = normaliseIdentifier(row.facts.identifier);
  const key: AccountKey =
    externalId === undefined ? { kind: 'identifier', value: identifier } : { kind: 'host-key', value: externalId };
  const { account } = await load(kernel, { tenant, account: key });
  if (externalId !== undefined) return account;
  if (account !== undefined && isOfRow(account, identifier, row)) return account;
  const addresses = [row.address, normaliseAddress(identifier)].filter((one) => one !== undefined);
  for (const address of new Set(addresses)) {
    const [renamed] = await accountsNamed(
      kernel,
      tenant,
      address,
      ({ importedAs }) => importedAs === identifier,
      ({ length }) => length > 0,
    );
    if (renamed !== undefined) return renamed;
  }
  return undefined;
}

/** By the identifier alone the account can be somebody else's. */
function isOfRow(
  { email, importedAs, createdAt, openSignUp, invited }: AccountRecord,
  identifier: string,
  { facts, address }: CheckedRow,
): boolean {
  // Nothing of the row came over to a left sign-up, nor if its person was invited afterwards.
  if (openSignUp === true || (invited === true && importedAs !== identifier)) return false;
  if (email !== undefined && [identifier, normaliseAddress(facts.email ?? '')].includes(email.address)) return true;
  if (importedAs !== identifier) return false;
  // A row with another mailbox is of another person.
  return email === undefined || email.verifiedAt !== createdAt || email.address === address;
}

async function takenKeys(kernel: Kernel, account: AccountRecord): Promise<readonly InputFault[]> {
  const places: Record<LookUpKind, number> = { identifier: 0, passkey: 0, 'external-id': 0, 'host-key': 0 };
  const asked = lookUpKeysOf(account).map(async (key): Promise<InputFault | undefined> => {
    const path = PATHS[key.kind](places[key.kind]++);
    const { account: other } = await load(kernel, { tenant: account.tenant, account: key });
    return other && { path, message: messageFor(other) };
  });
  return (await Promise.all(asked)).filter((fault) => fault !== undefined);
}

function messageFor({ openSignUp, invited }: AccountRecord): string {
  if (openSignUp === true) return 'is of a sign-up that nobody has signed in to: delete its account first';
  if (invited === true) return 'is of an invitation that nobody has signed in with: delete its account first';
  return 'is of another account';
}

const PATHS: { readonly [Kind in LookUpKind]: (place: number) => string } = {
  identifier: () => 'identifier',
  passkey: (place) => `passkeys.${place}.id`,
  'external-id': (place) => `identities.${place}`,
  'host-key': () => 'externalId',
};

function refusedRow({ refused, errors = [] }: Refusal): Result {
  return { outcome: 'refused', refused: refused as RefusalCodes['people.create'], errors };
}
