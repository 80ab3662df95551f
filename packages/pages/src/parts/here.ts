import { settings } from './settings.ts';

/** The address of a page, or of a path of the contract, below the path where the host serves both. */
export function here(path: string): string {
  return (settings.at ?? '') + path;
}
