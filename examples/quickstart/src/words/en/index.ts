import { home } from './home.ts';
import { mail } from './mail.ts';
import { mails } from './mails.ts';
import { navigation } from './navigation.ts';
import { site } from './site.ts';

/** English, which defines the sentences of all languages. */
export const english = {
  home,
  mail,
  mails,
  navigation,
  site,
};
