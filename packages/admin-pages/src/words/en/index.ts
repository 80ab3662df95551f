import { administration } from './administration.ts';
import { buttons } from './buttons.ts';
import { events, eventsAbout } from './events.ts';
import { policy } from './policy.ts';
import { reasons } from './reasons.ts';
import { security } from './security.ts';
import { titles } from './titles.ts';

/** The sentences of the administrators’ pages. */
export const english = {
  administration,
  buttons,
  events,
  eventsAbout,
  policy,
  reasons,
  security,
  titles,
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type Words = typeof english;
