import { account } from './account.ts';
import { disown } from './disown.ts';
import { recommendations } from './recommendations.ts';
import { signUp } from './sign-up.ts';
import { titles } from './titles.ts';

/** The sentences that every page loads. Only the page of the vault loads the sentences of the vault. */
export const english = {
  account,
  disown,
  recommendations,
  signUp,
  titles,
};
