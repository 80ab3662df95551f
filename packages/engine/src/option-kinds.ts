import { type Milliseconds, unknownMember } from '@sallyport/core';
import type { OrganisationReports, Organisations, ReuseHolds, Store, TenantRemovals } from '@sallyport/store';
import { SallyportConfigError } from './contract/configuration-error.ts';
import { reuseWithin } from './contract/duration.ts';
import { isKeepable } from './kernel/keepable.ts';
import type { PasswordHashingOptions } from './kernel/passwords/password-hashing.ts';
import { nameOfPepper, PEPPERED, type Peppers } from './kernel/passwords/peppers.ts';
import type { PasskeyOptions, SallyportOptions, SessionCheckOptions, TenantOptions } from './options.ts';

type OptionalMethods = keyof ReuseHolds | keyof Organisations | keyof OrganisationReports | keyof TenantRemovals;

/** A store of another version lacks a method. */
const STORE_METHODS: Readonly<Record<Exclude<keyof Store, OptionalMethods>, true>> = {
  open: true,
  beginStep: true,
  commit: true,
  checkSession: true,
  readAccount: true,
  listAccounts: true,
  listPeople: true,
  countProfiles: true,
  countAccountsBySignIn: true,
  listUnjudged: true,
  listDays: true,
  keepDay: true,
  writeProfiles: true,
  hasPasskey: true,
  readVault: true,
  listVaultWays: true,
  readSamlRequest: true,
  listSessions: true,
  listDevices: true,
  listEvents: true,
  countEvents: true,
  countFailures: true,
  appendLogBatch: true,
  readLogHead: true,
  listLogBatches: true,
  unsealedTenants: true,
  readPolicy: true,
  listPolicyVersions: true,
  readAdministrators: true,
  listCounters: true,
  eventsToNotify: true,
  markNotified: true,
  sweep: true,
};

export const PARTS: Readonly<Record<keyof TenantOptions, true>> = {
  sendMail: true,
  codes: true,
  providers: true,
  directory: true,
  attestationRoots: true,
  vault: true,
};

const OPTIONS: Readonly<Record<keyof SallyportOptions, true>> = {
  ...PARTS,
  origin: true,
  trustedOrigins: true,
  rpId: true,
  sharesRpId: true,
  passkeys: true,
  secrets: true,
  store: true,
  openWithin: true,
  policy: true,
  policySource: true,
  policyRelease: true,
  policyFloor: true,
  refuseIfStranding: true,
  name: true,
  notifyOwner: true,
  resolveSubject: true,
  memberRoles: true,
  rolesWithin: true,
  sessionCheck: true,
  contextOf: true,
  providerRolesWithin: true,
  directoryRechecks: true,
  verifyElsewhere: true,
  beforeDeletion: true,
  afterDeletion: true,
  breachedPasswords: true,
  exposure: true,
  displayNames: true,
  tenant: true,
  tenants: true,
  passwordHashing: true,
  eventRetention: true,
  onEvent: true,
  onLogHead: true,
  previewThreats: true,
  logger: true,
  telemetry: true,
  clock: true,
  random: true,
  timer: true,
};

const FUNCTIONS = [
  'notifyOwner',
  'onEvent',
  'onLogHead',
  'resolveSubject',
  'memberRoles',
  'contextOf',
  'verifyElsewhere',
  'beforeDeletion',
  'afterDeletion',
  'breachedPasswords',
  'exposure',
  'displayNames',
  'clock',
  'random',
] as const;
const TEXTS = ['rpId', 'name', 'policyRelease'] as const;
const OBJECTS = ['policy', 'passkeys', 'passwordHashing', 'eventRetention', 'sessionCheck', 'timer'] as const;

/** @throws SallyportConfigError */
export function checkKinds(options: SallyportOptions<string>): void {
  if (typeof options !== 'object' || options === null) {
    refuse('bad-option', 'There are no options.', 'Give `origin`, `secrets` and `store`.');
  }
  checkNames(options, OPTIONS, 'option');
  checkSecrets(options.secrets);
  checkStore(options.store);
  checkEach(options, FUNCTIONS, 'a function', isFunction);
  checkEach(options, TEXTS, 'text', (given) => typeof given === 'string' && isKeepable(given));
  checkEach(options, OBJECTS, 'an object', isObject);
  checkEach(
    options,
    ['refuseIfStranding'],
    'a whole number from 0 on',
    (given) => Number.isInteger(given) && Number(given) >= 0,
  );
  checkEach(
    options,
    ['previewThreats', 'sharesRpId', 'policyFloor'],
    'true or false',
    (given) => typeof given === 'boolean',
  );
  checkPasskeys(options.passkeys);
  checkPasswordHashing(options.passwordHashing);
  if (options.tenant !== undefined && typeof options.tenant !== 'function') {
    refuse(
      'bad-tenant',
      `\`tenant\` is ${kindOf(options.tenant)}.`,
      "Give a function that answers each request's tenant: `tenant: ({ headers }) => nameOf(headers.host)`.",
    );
  }
  const { tenants } = options;
  if (tenants !== undefined && !isFunction(tenants) && !isObject(tenants)) {
    refuse(
      'bad-tenants',
      `\`tenants\` is ${kindOf(tenants)}.`,
      'Give the parts of each tenant: `tenants: { north: {}, south: {} }`, or `tenants: (name) => partsOf(name)`.',
    );
  }
  if (options.telemetry !== undefined && !has(options.telemetry, 'hostCall')) {
    refuse(
      'bad-option',
      `\`telemetry\` is ${kindOf(options.telemetry)}, and none.`,
      'Give `openTelemetry(api)` of @sallyport/engine/telemetry, where `api` is the module @opentelemetry/api.',
    );
  }
  const { logger } = options;
  if (logger !== undefined && (typeof logger?.warn !== 'function' || typeof logger.error !== 'function')) {
    refuse('bad-option', '`logger` has no functions `warn` and `error`.', 'Give `console`, or what you log with.');
  }
}

function checkPasskeys(passkeys: PasskeyOptions = {}): void {
  checkNames(passkeys, { postQuantum: true } satisfies Record<keyof PasskeyOptions, true>, 'option of `passkeys`');
  const { postQuantum } = passkeys;
  if (postQuantum !== undefined && typeof postQuantum !== 'boolean')
    refuse('bad-option', `\`passkeys.postQuantum\` is ${kindOf(postQuantum)}.`, 'Give true or false, or leave it out.');
}

/** @throws SallyportConfigError */
export function reuseOf({
  sessionCheck = {},
  store,
}: Pick<SallyportOptions, 'sessionCheck' | 'store'>): Milliseconds | undefined {
  checkNames(
    sessionCheck,
    { reuse: true } satisfies Record<keyof SessionCheckOptions, true>,
    'option of `sessionCheck`',
  );
  const { reuse } = sessionCheck;
  if (reuse === undefined) return undefined;
  const within = reuseWithin(reuse);
  if (store.holdReuse !== undefined && store.longestReuse !== undefined) return within;
  return refuse(
    'bad-store',
    '`sessionCheck.reuse` needs a store with the functions `holdReuse` and `longestReuse`, by which every process learns how long to wait.',
    'Leave the option out, or give a store that has them. `tenantStores` has none of them.',
  );
}

const HASHING: Readonly<Record<keyof PasswordHashingOptions, true>> = {
  memoryCost: true,
  timeCost: true,
  concurrency: true,
  queue: true,
  imported: true,
  hash: true,
  verify: true,
  verifyBcrypt: true,
  peppers: true,
};

function checkPasswordHashing(hashing: PasswordHashingOptions = {}): void {
  checkNames(hashing, HASHING, 'option of `passwordHashing`');
  const { hash, verify, verifyBcrypt } = hashing;
  for (const [name, given] of Object.entries({ hash, verify, verifyBcrypt }))
    if (given !== undefined && !isFunction(given))
      refuse('bad-option', `\`passwordHashing.${name}\` is ${kindOf(given)}.`, 'Give a function, or leave it out.');
  checkPeppers(hashing.peppers);
  if ((hash === undefined) === (verify === undefined)) return;
  refuse(
    'bad-option',
    '`passwordHashing` has one of `hash` and `verify` alone.',
    'Give `hash` and `verify` of one library, or none of them.',
  );
}

/** Repeats no value. */
function checkPeppers(peppers: Peppers = {}): void {
  if (!isObject(peppers))
    refuse(
      'bad-option',
      `\`passwordHashing.peppers\` is ${kindOf(peppers)}.`,
      'Give an object: `{ devise: process.env.DEVISE_PEPPER }`, or leave it out.',
    );
  checkNames(peppers, Object.fromEntries(PEPPERED.map((system) => [system, true])), 'system with a pepper');
  for (const system of PEPPERED) {
    const pepper: unknown = peppers[system];
    if (pepper === undefined || (typeof pepper === 'string' && pepper.trim() !== '' && pepper.isWellFormed())) continue;
    refuse(
      'bad-option',
      `\`${nameOfPepper(system)}\` is ${typeof pepper === 'string' ? 'blank, or no well-formed text' : kindOf(pepper)}.`,
      'Give the secret as the old system has it, as text. An old system without a pepper needs neither the option nor `passwordFormat`.',
    );
  }
}

/** @throws SallyportConfigError */
export function checkPartKinds(parts: TenantOptions): void {
  if (!isObject(parts) || has(parts, 'then')) {
    refuse(
      'bad-tenants',
      `The parts of the tenant are ${has(parts, 'then') ? 'a promise' : kindOf(parts)}.`,
      'Give an object: `{ providers: […], sendMail }`. A function of tenants answers at once, and `undefined` where no tenant has the name.',
    );
  }
  // A host with one tenant gives the parts among its options.
  if (!('origin' in parts)) checkNames(parts, PARTS, 'part of a tenant');
  checkEach(parts, ['sendMail'], 'a function', isFunction);
  checkEach(parts, ['codes', 'directory', 'vault'], 'an object', isObject);
  checkEach(parts, ['providers', 'attestationRoots'], 'a list', Array.isArray);
  for (const each of [...(parts.providers ?? []), ...Object.values(parts.codes ?? {})]) {
    if (!isObject(each)) refuse('bad-option', 'A provider, or a way of `codes`, is no object.', 'Give what makes it.');
  }
}

/** A misspelt `policy` would leave the host with the default policy. */
function checkNames(given: object, names: Readonly<Record<string, true>>, kind: string): void {
  const unknown = unknownMember(given, Object.keys(names));
  if (unknown === undefined) return;
  const { name, meant } = unknown;
  refuse(
    'bad-option',
    `\`${name}\` is no ${kind}.`,
    meant === undefined ? 'Take it out.' : `Did you mean \`${meant}\`?`,
  );
}

function checkEach<Options extends TenantOptions>(
  options: Options,
  names: readonly (keyof Options & string)[],
  kind: string,
  is: (given: unknown) => boolean,
): void {
  const wrong = names.find((name) => options[name] !== undefined && !is(options[name]));
  if (wrong !== undefined)
    refuse('bad-option', `\`${wrong}\` is ${kindOf(options[wrong])}.`, `Give ${kind}, or leave it out.`);
}

function checkSecrets(given: unknown): void {
  const secrets: unknown = typeof given === 'function' ? given() : given;
  if (Array.isArray(secrets)) return;
  refuse(
    'bad-secrets',
    `\`secrets\` is ${kindOf(secrets)}${typeof given === 'function' ? ', from the function that tells them' : ''}.`,
    'Give a list, the one in use first: `secrets: [process.env.SALLYPORT_SECRET]`.',
  );
}

function checkStore(given: unknown): void {
  const methods = Object.keys(STORE_METHODS);
  const missing = methods.filter((method) => !has(given, method));
  if (missing.length === 0) return;
  const [first] = missing;
  if (missing.length < methods.length) {
    refuse(
      'bad-store',
      `\`store\` has no function ${first}.`,
      'Bring the store and the engine to versions that belong together.',
    );
  }
  refuse('bad-store', `\`store\` is ${kindOf(given)}, and no store.`, wayToStore(given));
}

function wayToStore(given: unknown): string {
  if (typeof given === 'function') return 'Call it: `store: memoryStore()`.';
  if (has(given, 'then')) return 'Await it first.';
  // A pool of `mysql2` has `query` too, and hands connections out by `getConnection`.
  if (has(given, 'query') && !has(given, 'getConnection'))
    return 'If it is a pool of `pg`, make a store on it: `postgresStore(pool)` of @sallyport/storage-postgres.';
  if (has(given, 'collection'))
    return 'If it is a database of `mongodb`, make a store on it: `mongoStore(db)` of @sallyport/storage-mongo.';
  if (has(given, 'prepare') && has(given, 'exec'))
    return 'If it is a database of `better-sqlite3` or `node:sqlite`, make a store on it: `sqliteStore(database)` of @sallyport/storage-sqlite.';
  return 'Give `memoryStore()`, `postgresStore(pool)`, `mongoStore(db)` or `sqliteStore(database)`.';
}

function has(given: unknown, member: string): boolean {
  return typeof given === 'object' && given !== null && typeof Reflect.get(given, member) === 'function';
}

function isFunction(given: unknown): boolean {
  return typeof given === 'function';
}

function isObject(given: unknown): boolean {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function kindOf(given: unknown): string {
  if (given === undefined || given === null) return 'missing';
  return Array.isArray(given) ? 'a list' : `of type ${typeof given}`;
}

function refuse(code: SallyportConfigError['code'], message: string, wayOut: string): never {
  throw new SallyportConfigError(code, message, wayOut);
}
