import type { OwnWords } from '../en/index.ts';
import { account } from './account.ts';
import { disown } from './disown.ts';
import { recommendations } from './recommendations.ts';
import { signUp } from './sign-up.ts';
import { titles } from './titles.ts';

export const german: Omit<OwnWords, 'vault' | 'organisation'> = {
  account,
  disown,
  recommendations,
  signUp,
  titles,
};
