import { english as everyPage } from './en-every-page.ts';
import { organisation } from './en-organisation.ts';
import { vault } from './vault.ts';

export const english = {
  ...everyPage,
  organisation,
  vault,
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type OwnWords = typeof english;
