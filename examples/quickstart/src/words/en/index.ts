import { account } from './account.ts';
import { administration } from './administration.ts';
import { common } from './common.ts';
import { enrollment } from './enrollment.ts';
import { events, eventsAbout } from './events.ts';
import { home } from './home.ts';
import { mail } from './mail.ts';
import { mails } from './mails.ts';
import { policy } from './policy.ts';
import { problems } from './problems.ts';
import { reasons } from './reasons.ts';
import { recommendations } from './recommendations.ts';
import { security } from './security.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { steps } from './steps.ts';
import { vault } from './vault.ts';

/** English, which defines the sentences of all languages. */
export const english = {
  shell,
  common,
  problems,
  reasons,
  recommendations,
  signIn,
  steps,
  enrollment,
  account,
  administration,
  security,
  events,
  eventsAbout,
  policy,
  vault,
  home,
  mail,
  mails,
};
