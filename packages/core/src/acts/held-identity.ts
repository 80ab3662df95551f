import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Actor } from './act.ts';

export function bringsBlockedBack(act: Act, { kind }: Actor): boolean {
  return kind !== 'administrator' && kind !== 'host' && holdersOf(act).some(({ blocked }) => blocked === true);
}

export function endsHeldBlock(act: Act): boolean {
  return holdersOf(act).some(({ blockedFromAbove }) => blockedFromAbove === true);
}

function holdersOf(act: Act): readonly AccountFacts[] {
  return (act.type === 'create' || act.type === 'link' ? act.holders : undefined) ?? [];
}
