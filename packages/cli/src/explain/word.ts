import { nearestName } from '@sallyport/core';
import { CliError } from '../terminal/cli-error.ts';

/** A factor or a proof as it is written: `name:which+trait+trait=value`. */
export interface Word {
  readonly text: string;
  readonly name: string;
  readonly which?: string;
  readonly traits: ReadonlyMap<string, readonly string[]>;
}

/** What can stand after a `+`, by what it stands after. */
const TRAITS: ReadonlyMap<string, readonly string[]> = new Map([
  ['passkey', ['device-bound', 'attested', 'unverified', 'aaguid']],
  ['sso', ['acr', 'amr']],
]);

/** @throws CliError with the nearest trait, where there is no such one */
export function wordOf(text: string): Word {
  const [head = '', ...rest] = text.split('+');
  const [name = '', ...which] = head.split(':');
  const traits = new Map<string, readonly string[]>();
  for (const part of rest) {
    const [trait = '', ...value] = part.split('=');
    const known = TRAITS.get(name) ?? [];
    if (!known.includes(trait)) throw new CliError('usage', `'${text}': ${unknownTrait(name, trait, known)}`);
    traits.set(trait, [...(traits.get(trait) ?? []), value.join('=')]);
  }
  return { text, name, traits, ...(which.length === 0 ? {} : { which: which.join(':') }) };
}

function unknownTrait(name: string, trait: string, known: readonly string[]): string {
  if (known.length === 0) return `nothing can be said of '${name}' by '+'`;
  const nearest = nearestName(trait, known);
  return `'${trait}' is nothing of '${name}'; ${nearest === undefined ? `one of ${known.join(', ')}` : `did you mean '${nearest}'?`}`;
}
