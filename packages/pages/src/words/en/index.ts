import { english as everyPage } from './en-every-page.ts';
import { vault } from './vault.ts';

/** The sentences of the person’s own pages, beside those of the shared parts. */
export const english = {
  ...everyPage,
  vault,
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type OwnWords = typeof english;
