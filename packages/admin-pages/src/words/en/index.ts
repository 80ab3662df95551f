import { administration } from './administration.ts';
import { common } from './common.ts';
import { events, eventsAbout } from './events.ts';
import { policy } from './policy.ts';
import { reasons } from './reasons.ts';
import { security } from './security.ts';
import { titles } from './titles.ts';

/** The sentences of the administrators’ pages. */
export const english = {
  administration,
  common,
  events,
  eventsAbout,
  policy,
  reasons,
  security,
  titles,
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type Words = typeof english;
