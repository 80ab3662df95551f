import type { Words } from '../words.ts';
import { home } from './home.ts';
import { mail } from './mail.ts';
import { mails } from './mails.ts';
import { navigation } from './navigation.ts';
import { site } from './site.ts';

/** German, with the formal “Sie”. */
export const german: Words = {
  home,
  mail,
  mails,
  navigation,
  site,
};
