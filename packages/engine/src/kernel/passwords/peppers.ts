import type { PepperedFormat } from '../../contract/index.ts';
import type { PreHash } from './pre-hash.ts';

/** The secret of each old system whose hashes have a pepper. */
export type Peppers = { readonly [System in PepperedFormat]?: string | undefined };

export const PEPPERED: readonly PepperedFormat[] = Object.keys({
  'flask-security': true,
  devise: true,
} satisfies Record<PepperedFormat, true>) as PepperedFormat[];

/** The system of a hash whose pepper the host does not give. */
export function withoutPepper(peppers: Peppers, before: PreHash | undefined): PepperedFormat | undefined {
  return PEPPERED.find((system) => system === before && peppers[system] === undefined);
}

export function nameOfPepper(system: PepperedFormat): string {
  return `passwordHashing.peppers${system === 'devise' ? '.devise' : `['${system}']`}`;
}
