import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Actor } from './act.ts';

/**
 * True if an act would let a blocked person come back: another account gets the identity, or the address, of a blocked account. Owners and
 * providers never do this. An administrator and host code decide about the block too: `endsHeldBlock` asks for the administrator's rank.
 */
export function bringsBlockedBack(act: Act, { kind }: Actor): boolean {
  return kind !== 'administrator' && kind !== 'host' && holdersOf(act).some(({ blocked }) => blocked === true);
}

/** True if a policy administrator blocked an account that had the identity: a people administrator cannot let the person come back. */
export function endsHeldBlock(act: Act): boolean {
  return holdersOf(act).some(({ blockedFromAbove }) => blockedFromAbove === true);
}

function holdersOf(act: Act): readonly AccountFacts[] {
  return (act.type === 'create' || act.type === 'link' ? act.holders : undefined) ?? [];
}
