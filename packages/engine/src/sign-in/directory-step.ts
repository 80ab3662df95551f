import { type AccountKey, type AccountRecord, externalIdKey, type FlowRecord } from '@sallyport/store';
import type { Directory, DirectoryEntry, DirectoryIdentity } from '@sallyport/store/providers';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { FactorAttempt, Proof } from '../factors/proof.ts';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { countedIn } from '../records/counted-guess.ts';
import { deviceHashes } from '../records/device-tokens.ts';
import type { Loaded } from '../records/load-step.ts';
import { accountMadeFor, ownerByAddress, ownerOf } from './account-of.ts';
import { conclude } from './conclude.ts';
import { type Asking, entryFor, mayBeAsked, maySignIn } from './directory-entry.ts';
import { failed } from './failed.ts';
import { type Identity, isName, rolesGiven } from './identity.ts';
import { linking } from './linking.ts';
import { loadInFlow } from './load-in-flow.ts';
import { refusedAtDirectory } from './refused-at-directory.ts';
import { sessionAtHand } from './session-beside.ts';
import { type Step, stepOf } from './step.ts';
import { refusedStep } from './take-step.ts';

/** A password that the directory judges. */
export interface DirectoryPassword {
  readonly password: string;
  /** The typed identifier. Absent in a flow that was opened for an account. */
  readonly identifier?: string | undefined;
  /** The account whose guesses are counted if the directory's entry is unknown. Absent: the flow has no account. */
  readonly account: AccountKey | undefined;
  /** Whose guesses are counted if no account has the key: a keyed hash of the identifier, or the subject of the flow. */
  readonly subject: string;
  /** Present if the password begins a sign-in. Absent if the password belongs to the open flow. */
  readonly beginsSignIn?: FactorAttempt['beginsSignIn'];
}

/** A step with a directory's password, and the state loaded before. */
interface Asked extends DirectoryPassword {
  readonly directory: Directory;
  readonly flow: FlowRecord | undefined;
  /** The local account with the identifier, or the flow's account. */
  readonly local: AccountRecord | undefined;
  readonly beside: Step['beside'];
}

/**
 * The same straight line as every step, for a password that a directory judges. The attempt is counted for the entry that is expected, then the
 * directory is asked for the entry. If the directory names another entry, the attempt is counted for that entry instead. The account comes
 * last, since only the directory can say whose account it is.
 *
 * @throws ProviderUnavailable if the directory fails
 * @param before the state loaded without an attempt: of the flow, or of the identifier in a step that begins a sign-in
 */
export async function directoryStep(
  kernel: Kernel,
  caller: Caller,
  directory: Directory,
  before: Loaded,
  typed: DirectoryPassword,
): Promise<FlowReply | Refusal> {
  const { flow } = before;
  const refused = await refusedStep(kernel, caller, before, { method: 'ldap', beginsSignIn: typed.beginsSignIn });
  if (refused !== undefined) return refused;
  const beside = flow === undefined ? await sessionAtHand(kernel, caller) : undefined;
  return proveAtDirectory(kernel, caller, { ...typed, directory, flow, local: before.account, beside });
}

async function proveAtDirectory(kernel: Kernel, caller: Caller, asked: Asked): Promise<FlowReply | Refusal> {
  const { directory, flow, local, password } = asked;
  const { subject: stranger } = asked;
  const known = knownEntry(directory, local, stranger);
  const counter = counterFor(kernel, caller, asked, known);
  const expected = await counting(kernel, caller, counter);
  await using counted = countedIn(expected.guess);
  // `directoryStep` admitted the flow. The counted account can be the entry's, and not the flow's.
  const admitted = ({ guess }: Loaded): Refusal | undefined =>
    guess.outcome === 'locked' ? { refused: 'locked', until: guess.until } : undefined;
  // Before the directory is asked for the name: while the guesses are locked, the directory is asked nothing.
  const lockedBefore = admitted(expected);
  if (lockedBefore !== undefined) return lockedBefore;
  // As long as for a password that is hashed here, and beside what the directory takes.
  const pretence = kernel.passwords.pretend(password, { queue: 'stranger', subject: stranger }).catch(() => {});
  const entry = await entryFor(kernel, directory, local, asked.identifier);
  rememberEntry(directory, stranger, entry);
  const found = counterFor(kernel, caller, asked, entry);
  const isSame = isSameCounter(expected.account, counter, found, entry === undefined ? local : undefined);
  // The entry that was expected gets its guess back before the guess is counted for the entry that was found.
  if (!isSame) await counted?.giveBack();
  const loaded = isSame ? expected : await counting(kernel, caller, found);
  await using _ = countedIn(loaded.guess);
  const { inForce, now } = loaded;
  const locked = admitted(loaded);
  if (locked !== undefined) return locked;
  const owner = loaded.account;
  const whose: Asking = { owner, local, flow };
  const provedNow = async () => {
    if (entry === undefined || password === '' || !mayBeAsked(inForce.policy, directory, whose, now)) return undefined;
    const told = await directory.verify(entry, password);
    if (told !== undefined && 'because' in told) return told;
    const identity = told && identityOf(directory, told, entry, asked.identifier);
    const account = identity && (await accountFor(kernel, caller, inForce.policy, identity, whose));
    return account && { identity, account };
  };
  const proved = await provedNow();
  if (proved === undefined || 'because' in proved) {
    await pretence;
    const account = owner !== undefined && flow?.accountId !== undefined ? local : owner;
    const judged = { ...loaded, flow, account };
    if (proved === undefined) return await failed(kernel, caller, judged, 'ldap');
    return await refusedAtDirectory(kernel, caller, directory, { ...judged, subject: found.subjectIfUnknown }, proved);
  }
  return await proveIdentity(kernel, caller, asked, loaded, proved);
}

/** Whose guesses are counted: those of an account, or of a keyed hash if no account has the key. */
interface CounterOf {
  readonly account: AccountKey | undefined;
  readonly subjectIfUnknown: string;
}

/** The counter of an entry, whatever was typed to find the entry; of the account where the entry is linked. */
function counterFor(
  kernel: Kernel,
  { tenant }: Caller,
  { directory, local, account, subject: stranger }: Asked,
  entry: KnownEntry | undefined,
): CounterOf {
  if (entry === undefined) return { account, subjectIfUnknown: stranger };
  const subject = entry.subject ?? (local && externalIdAt(local, directory.id)?.subject);
  return {
    account: subject === undefined ? undefined : ofSubject(directory, subject),
    subjectIfUnknown:
      entry.key === undefined
        ? stranger
        : `unknown:${kernel.ring.hash('identifier', `${tenant} ${directory.id} entry ${entry.key}`)}`,
  };
}

function ofSubject({ id: provider }: Directory, subject: string): AccountKey {
  return { kind: 'external-id', value: externalIdKey({ provider, subject }) };
}

/** Counts a guess before the guess is judged. */
function counting(kernel: Kernel, caller: Caller, { account, subjectIfUnknown }: CounterOf): Promise<Loaded> {
  return loadInFlow(kernel, {
    tenant: caller.tenant,
    deviceHashes: deviceHashes(caller),
    account,
    guess: ({ lockout }) => ({ authenticator: 'ldap', limits: lockout, perDevice: true, subjectIfUnknown }),
  });
}

/** @param local the account whose guesses are counted whatever was typed; absent: the counter goes by its key alone */
function isSameCounter(
  counted: AccountRecord | undefined,
  before: CounterOf,
  after: CounterOf,
  local: AccountRecord | undefined,
): boolean {
  if (local !== undefined) return counted?.id === local.id;
  const [one, other] = [before.account, after.account];
  if (one?.kind !== other?.kind || one?.value !== other?.value) return false;
  return counted !== undefined || before.subjectIfUnknown === after.subjectIfUnknown;
}

/** Returns the identity that the directory states, or `undefined` if no store could keep the stated id. */
function identityOf(
  directory: Directory,
  { subject, email, roles }: DirectoryIdentity,
  entry: DirectoryEntry,
  typed: string | undefined,
): Identity | undefined {
  if (!isName(subject)) return undefined;
  return {
    method: 'ldap',
    provider: directory.id,
    subject,
    // The directory's addresses count as verified. The policy decides which mail domains the directory owns.
    email: email === undefined ? undefined : { address: email, verified: true },
    roles: rolesGiven(directory, roles),
    foundBy: entry.subject === undefined ? typed : undefined,
  };
}

/** Returns the account of the identity: a linked account, or an account that may be linked or made now. A step-up makes no account. */
async function accountFor(
  kernel: Kernel,
  { tenant }: Caller,
  policy: Loaded['inForce']['policy'],
  identity: Identity,
  { flow }: Asking,
): Promise<AccountRecord | undefined> {
  const now = kernel.now();
  const isOfFlow = ({ id }: AccountRecord): boolean => flow?.accountId === undefined || flow.accountId === id;
  const owner = await ownerOf(kernel, tenant, identity);
  if (owner === 'another-issuer') return undefined;
  if (owner !== undefined) return isOfFlow(owner) && maySignIn(policy, owner, now) ? owner : undefined;
  if (flow !== undefined && flow.purpose !== 'sign-in') return undefined;
  const byAddress = await ownerByAddress(kernel, tenant, policy, identity);
  if (byAddress !== undefined) return isOfFlow(byAddress) && maySignIn(policy, byAddress, now) ? byAddress : undefined;
  return flow?.accountId === undefined ? accountMadeFor(kernel, tenant, policy, identity) : undefined;
}

/** Decides and commits the proof. Of several concurrent first sign-ins, one makes the link, and the others use it. */
async function proveIdentity(
  kernel: Kernel,
  caller: Caller,
  { flow, beginsSignIn, beside }: Asked,
  loaded: Loaded,
  { identity, account }: { readonly identity: Identity; readonly account: AccountRecord },
): Promise<FlowReply | Refusal> {
  const taken = async (guess: Loaded['guess']): Promise<FlowReply | Refusal> => {
    // As the flow sees the account, which was found by the identity or by an address.
    const seen = await loadInFlow(kernel, {
      ...{ tenant: caller.tenant, flowHash: flow?.tokenHash, deviceHashes: deviceHashes(caller) },
      account: { kind: 'id', value: account.id },
    });
    const { account: whose } = seen;
    if (whose === undefined) return { refused: 'invalid-credentials' };
    if (seen.flow?.version !== flow?.version) return { refused: 'flow-conflict' };
    const knownDevice = loaded.account?.id === whose.id ? seen.knownDevice : undefined;
    const step = stepOf(kernel, caller, { ...seen, guess, knownDevice, flow }, whose, beginsSignIn);
    return conclude(kernel, caller, { ...step, beside }, proofOf(kernel, identity, whose, seen));
  };
  const reply = await taken(loaded.guess);
  if (!isRefusal(reply) || !['invalid-credentials', 'already-exists'].includes(reply.refused)) return reply;
  const linked = await ownerOf(kernel, caller.tenant, identity);
  if (typeof linked !== 'object' || linked.id !== account.id) return { refused: 'invalid-credentials' };
  return taken({ outcome: 'not-counted' });
}

function proofOf(kernel: Kernel, identity: Identity, account: AccountRecord, { now }: Loaded): Proof {
  const { binding, setUpBy, ...applied } = linking(kernel, identity, account);
  return { command: { type: 'prove', evidence: { method: 'ldap', at: now, binding, setUpBy } }, ...applied };
}

/** The members of an entry by which guesses are counted. `key` is absent if only the account's link is known. */
type KnownEntry = Partial<Pick<DirectoryEntry, 'key' | 'subject'>>;

/** The most names that a process remembers for one directory. The oldest name is forgotten first. */
const MOST_NAMES = 10_000;

const REMEMBERED: WeakMap<Directory, Map<string, KnownEntry>> = new WeakMap();

/**
 * The entry that is expected for a name, without a question to the directory: the entry that the account is linked to, else the entry that
 * the name meant last in this process. `undefined` if nobody had the name, or if the name is new to this process.
 *
 * @param name a keyed hash of the name that was typed
 */
function knownEntry(directory: Directory, account: AccountRecord | undefined, name: string): KnownEntry | undefined {
  const link = account && externalIdAt(account, directory.id);
  return link === undefined ? REMEMBERED.get(directory)?.get(name) : { subject: link.subject };
}

/** Remembers the entry that the directory found for a name, in memory. */
function rememberEntry(directory: Directory, name: string, entry: DirectoryEntry | undefined): void {
  const names = REMEMBERED.get(directory) ?? new Map<string, KnownEntry>();
  REMEMBERED.set(directory, names);
  names.delete(name);
  if (entry === undefined) return;
  names.set(name, { key: entry.key, subject: entry.subject });
  const [oldest] = names.keys();
  if (names.size > MOST_NAMES && oldest !== undefined) names.delete(oldest);
}
