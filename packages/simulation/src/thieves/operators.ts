import type { Party } from './party.ts';
import { begin, type Proof } from './proofs.ts';

/** The provider says who the thief is, and no word more. */
export async function beginWithLess(party: Party, proof: Pick<Proof, 'side' | 'on'>): Promise<boolean> {
  party.saysLess = true;
  const isTaken = await begin(party, { ...proof, method: 'sso' });
  party.saysLess = false;
  return isTaken || party.flow !== undefined;
}

export async function assertIdentity(party: Party, on: string): Promise<boolean> {
  party.assertsAddress = true;
  const proof: Proof = { method: 'sso', side: 'own', on };
  if (party.round > 0 && party.dice.chance(0.5)) await begin(party, proof);
  else await beginWithLess(party, proof);
  const view = await party.world.viewOf(party.target);
  return view?.externalIds.some(({ subject }) => subject === party.own.subject) === true;
}

export async function giveRoles(party: Party, roles: readonly string[]): Promise<boolean> {
  const { world, target, operates, own } = party;
  for (const on of operates) {
    party.gives.set(on, roles);
    const view = await world.viewOf(target);
    const link = view?.externalIds.find(({ provider }) => provider === on);
    if (link === undefined) continue;
    await beginWithLess(party, { side: link.subject === own.subject ? 'own' : 'owner', on });
    const has = (await world.viewOf(target))?.roles ?? [];
    if (roles.every((role) => has.includes(role))) return true;
    party.gives.delete(on);
  }
  return false;
}

export async function editEntry(party: Party): Promise<boolean> {
  const { world, own, owner, target } = party;
  const place = world.entries.findIndex(({ uid }) => uid === own.entry?.uid);
  const entry = world.entries[place];
  if (entry === undefined) return false;
  world.entries[place] = { ...entry, email: owner.address };
  await begin(party, { method: 'ldap', side: 'own' });
  const view = await world.viewOf(target);
  return view?.externalIds.some(({ subject }) => subject === entry.subject) === true;
}
