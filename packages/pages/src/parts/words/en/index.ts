import { buttons } from './buttons.ts';
import { enrollment } from './enrollment.ts';
import { passkeyNames, ways } from './names.ts';
import { problems } from './problems.ts';
import { reasons } from './reasons.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { steps } from './steps.ts';
import { times } from './times.ts';

export const english = {
  buttons,
  enrollment,
  passkeyNames,
  ways,
  problems,
  reasons,
  shell,
  signIn,
  steps,
  times,
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type PartsWords = typeof english;
