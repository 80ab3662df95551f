import { account } from './account.ts';
import { disown } from './disown.ts';
import { recommendations } from './recommendations.ts';
import { signUp } from './sign-up.ts';
import { titles } from './titles.ts';
import { vault } from './vault.ts';

/** The sentences of the person’s own pages, beside those of the shared parts. */
export const english = {
  account,
  disown,
  recommendations,
  signUp,
  titles,
  vault,
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type OwnWords = typeof english;
