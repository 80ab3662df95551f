import type { PartsWords } from '../en/index.ts';
import { common } from './common.ts';
import { enrollment } from './enrollment.ts';
import { passkeyNames, ways } from './names.ts';
import { problems } from './problems.ts';
import { reasons } from './reasons.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { steps } from './steps.ts';

export const german: PartsWords = {
  common,
  enrollment,
  passkeyNames,
  ways,
  problems,
  reasons,
  shell,
  signIn,
  steps,
};
