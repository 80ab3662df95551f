import type { Theft } from '@sallyport/assurance';
import type { Numbers } from '../numbers.ts';
import { type Owner, ownerParty, thingsNamed } from './owners.ts';
import type { Party, Session, Things } from './party.ts';
import { begin, goOn, type Proof } from './proofs.ts';
import { openStepUp } from './step-up.ts';
import type { World } from './world.ts';

export interface Given {
  readonly owner: Owner;
  readonly thefts: readonly Theft[];
  readonly usual: readonly Proof[] | undefined;
  readonly administrators: () => Promise<Party['administrators']>;
  readonly dice: Numbers;
  readonly round: number;
}

export async function thiefOf(world: World, name: string, given: Given): Promise<Party> {
  const { owner, thefts, dice } = given;
  const has = (theft: Theft): boolean => thefts.includes(theft);
  const { things } = owner;
  const providers = (kind: string): string[] =>
    thefts.flatMap((theft) => (theft.startsWith(`${kind}:`) ? [theft.slice(kind.length + 1)] : []));
  const operates = providers('provider');
  const stolen: Things = {
    ...things,
    password: has('password') ? things.password : undefined,
    entry: has('password') ? things.entry : undefined,
    phone: has('telephone') ? things.phone : 'nothing',
    app: has('app') ? things.app : undefined,
    passkeys: has('passkey') ? things.passkeys : [],
    pin: has('passkey-pin'),
    backupCodes: [],
  };
  const own: Things = {
    ...thingsNamed(name, 'thief.example', true),
    entry: { uid: name, password: 'the passphrase of the thief', subject: `entry of ${name}` },
  };
  if (own.entry !== undefined) world.entries.push({ ...own.entry, roles: [] });
  const sessions = await cookiesOf(world, given);
  const domain = things.address.split('@').at(-1) ?? '';
  return {
    ...ownerParty(world, owner, dice),
    own,
    owner: stolen,
    round: given.round,
    operates,
    sessionsAt: providers('provider-session'),
    editsEntry: has('directory-entry'),
    readsOwners:
      has('mailbox') || operates.some((each) => world.policy.providers?.[each]?.mailDomains?.includes(domain) === true),
    sessions,
    // After the stolen cookie has aged, so that the administrators' sessions are fresh.
    administrators: await given.administrators(),
  };
}

async function cookiesOf(world: World, { owner, thefts, usual, dice }: Given): Promise<Session[]> {
  const isOld = thefts.includes('older-cookie');
  if (!isOld && !thefts.includes('fresh-cookie')) return [];
  const sessions: Session[] = [];
  for (const age of [...(isOld ? ['older'] : []), ...(thefts.includes('fresh-cookie') ? ['fresh'] : [])]) {
    const session = await signedIn(world, owner, usual, dice);
    sessions.push(session);
    if (age === 'older') await passing(world, world.compiled.recentProof + 60_000, session);
    else world.clock.advance('1s');
  }
  return sessions;
}

/** @throws Error if the engine does not grant what `evaluate` grants */
export async function signedIn(
  world: World,
  owner: Owner,
  proofs: readonly Proof[] | undefined,
  dice: Numbers,
): Promise<Session> {
  const says = new Map(
    (proofs ?? []).flatMap(({ on, word }) => (on === undefined || word === undefined ? [] : [[on, word]])),
  );
  const party = { ...ownerParty(world, owner, dice), says };
  for (const [place, proof] of (proofs ?? []).entries()) {
    if (place === 0) await begin(party, proof);
    else await further(party, proof);
  }
  const [session] = party.sessions;
  if (session === undefined) throw new NotSignedIn(`the owner has no session: ${party.log.join('; ')}`);
  return session;
}

async function further(party: Party, proof: Proof): Promise<void> {
  const [session] = party.sessions;
  const flow = party.flow ?? (session && (await openStepUp(party, session, { strength: 'enhanced' })));
  if (flow !== undefined) await goOn(party, flow, proof);
}

export class NotSignedIn extends Error {}

const STEP = 240_000;

/** With regular requests of the session. */
async function passing({ clock, ask }: World, milliseconds: number, { token }: Session): Promise<void> {
  for (let rest = milliseconds; rest > 0; rest -= STEP) {
    clock.advance(`${Math.ceil(Math.min(rest, STEP) / 1000)}s`);
    await ask('GET /session', undefined, { session: token });
  }
}
