import { listed } from '@sallyport/pages/parts';
import { counted } from '../parts/numbers.ts';
import { words } from './words.ts';

export const NAMED = 5;

export function firstNames(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return listed(rest > 0 ? [...names.slice(0, NAMED), words.many.more(counted(rest))] : names);
}
