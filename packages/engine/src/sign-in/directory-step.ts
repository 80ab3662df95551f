import { type AccountKey, type AccountRecord, externalIdKey, type FlowRecord } from '@sallyport/store';
import type { Directory, DirectoryEntry, DirectoryIdentity } from '@sallyport/store/providers';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { FactorAttempt, Proof } from '../factors/proof.ts';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { earliestRefusal } from '../kernel/passwords/elsewhere.ts';
import { countedIn } from '../state/counted-guess.ts';
import { deviceHashes } from '../state/device-tokens.ts';
import type { Counted } from '../state/load.ts';
import { accountMadeFor, ownerByAddress, ownerOf } from './account-of.ts';
import { completeStep } from './complete-step.ts';
import { type Asking, entryFor, mayBeAsked, maySignIn } from './directory-entry.ts';
import { failed } from './failed.ts';
import { type Identity, isName, rolesGiven } from './identity.ts';
import { linking } from './linking.ts';
import { loadInFlow } from './load-in-flow.ts';
import { refusedAtDirectory } from './refused-at-directory.ts';
import { sessionAtHand } from './session-beside.ts';
import { type Step, stepOf } from './step.ts';
import { refusedStep } from './take-step.ts';

export interface DirectoryPassword {
  readonly password: string;
  readonly identifier?: string | undefined;
  readonly account: AccountKey | undefined;
  readonly subject: string;
  readonly beginsSignIn?: FactorAttempt['beginsSignIn'];
}

interface Asked extends DirectoryPassword {
  readonly directory: Directory;
  readonly flow: FlowRecord | undefined;
  readonly local: AccountRecord | undefined;
  readonly beside: Step['beside'];
}

export async function directoryStep(
  kernel: Kernel,
  caller: Caller,
  directory: Directory,
  before: Counted,
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
  const admitted = ({ guess }: Counted): Refusal | undefined =>
    guess.outcome === 'locked' ? { refused: 'locked', until: guess.until } : undefined;
  // While the guesses are locked, the directory is asked nothing.
  const lockedBefore = admitted(expected);
  if (lockedBefore !== undefined) return lockedBefore;
  // As long as for a password that is hashed here, or asked of the former system.
  const hashed = kernel.passwords.pretend(password, { queue: 'stranger', subject: stranger }).catch(() => {});
  const pretence = Promise.all([hashed, earliestRefusal(kernel)]);
  const entry = await entryFor(kernel, directory, local, asked.identifier);
  rememberEntry(directory, stranger, entry);
  const found = counterFor(kernel, caller, asked, entry);
  const isSame = isSameCounter(expected.account, counter, found, entry === undefined ? local : undefined);
  // The expected entry gets its guess back before the guess is counted for the found entry.
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
    return account && (isRefusal(account) ? account : { identity, account });
  };
  const proved = await provedNow();
  if (proved !== undefined && isRefusal(proved)) {
    await pretence;
    return proved;
  }
  if (proved === undefined || 'because' in proved) {
    await pretence;
    const account = owner !== undefined && flow?.accountId !== undefined ? local : owner;
    const judged = { ...loaded, flow, account };
    if (proved === undefined) return await failed(kernel, caller, judged, 'ldap');
    return await refusedAtDirectory(kernel, caller, directory, { ...judged, subject: found.subjectIfUnknown }, proved);
  }
  return await proveIdentity(kernel, caller, asked, loaded, proved);
}

interface CounterOf {
  readonly account: AccountKey | undefined;
  readonly subjectIfUnknown: string;
}

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

function counting(kernel: Kernel, caller: Caller, { account, subjectIfUnknown }: CounterOf): Promise<Counted> {
  return loadInFlow(kernel, {
    tenant: caller.tenant,
    deviceHashes: deviceHashes(caller),
    account,
    guess: ({ lockout }) => ({ authenticator: 'ldap', limits: lockout, perDevice: true, subjectIfUnknown }),
  });
}

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
    email: email === undefined ? undefined : { address: email, verified: true },
    roles: rolesGiven(directory, roles),
    foundBy: entry.subject === undefined ? typed : undefined,
  };
}

async function accountFor(
  kernel: Kernel,
  { tenant }: Caller,
  policy: Counted['inForce']['policy'],
  identity: Identity,
  { flow }: Asking,
): Promise<AccountRecord | Refusal<'no-way-in'> | undefined> {
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

async function proveIdentity(
  kernel: Kernel,
  caller: Caller,
  { flow, beginsSignIn, beside }: Asked,
  loaded: Counted,
  { identity, account }: { readonly identity: Identity; readonly account: AccountRecord },
): Promise<FlowReply | Refusal> {
  const taken = async (guess: Counted['guess']): Promise<FlowReply | Refusal> => {
    const seen = await loadInFlow(kernel, {
      ...{ tenant: caller.tenant, flowHash: flow?.tokenHash, deviceHashes: deviceHashes(caller) },
      account: { kind: 'id', value: account.id },
    });
    const { account: whose } = seen;
    if (whose === undefined) return { refused: 'invalid-credentials' };
    if (seen.flow?.version !== flow?.version) return { refused: 'flow-conflict' };
    const knownDevice = loaded.account?.id === whose.id ? seen.knownDevice : undefined;
    const step = stepOf(kernel, caller, { ...seen, guess, knownDevice, flow }, whose, beginsSignIn);
    return completeStep(kernel, caller, { ...step, beside }, proofOf(kernel, identity, whose, seen));
  };
  const reply = await taken(loaded.guess);
  if (!isRefusal(reply) || !['invalid-credentials', 'already-exists'].includes(reply.refused)) return reply;
  const linked = await ownerOf(kernel, caller.tenant, identity);
  if (typeof linked !== 'object' || linked.id !== account.id) return { refused: 'invalid-credentials' };
  return taken({ outcome: 'not-counted' });
}

function proofOf(kernel: Kernel, identity: Identity, account: AccountRecord, { now }: Counted): Proof {
  const { binding, setUpBy, ...applied } = linking(kernel, identity, account);
  return { command: { type: 'prove', evidence: { method: 'ldap', at: now, binding, setUpBy } }, ...applied };
}

type KnownEntry = Partial<Pick<DirectoryEntry, 'key' | 'subject'>>;

const MOST_NAMES = 10_000;

const REMEMBERED: WeakMap<Directory, Map<string, KnownEntry>> = new WeakMap();

function knownEntry(directory: Directory, account: AccountRecord | undefined, name: string): KnownEntry | undefined {
  const link = account && externalIdAt(account, directory.id);
  return link === undefined ? REMEMBERED.get(directory)?.get(name) : { subject: link.subject };
}

function rememberEntry(directory: Directory, name: string, entry: DirectoryEntry | undefined): void {
  const names = REMEMBERED.get(directory) ?? new Map<string, KnownEntry>();
  REMEMBERED.set(directory, names);
  names.delete(name);
  if (entry === undefined) return;
  names.set(name, { key: entry.key, subject: entry.subject });
  const [oldest] = names.keys();
  if (names.size > MOST_NAMES && oldest !== undefined) names.delete(oldest);
}
