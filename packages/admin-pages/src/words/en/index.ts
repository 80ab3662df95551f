import { buttons } from './buttons.ts';
import { charts } from './charts.ts';
import { events, eventsAbout } from './events.ts';
import { overview } from './overview.ts';
import { people } from './people.ts';
import { reasons } from './reasons.ts';
import { risks } from './risks.ts';
import { security } from './security.ts';
import { titles } from './titles.ts';

export const english = {
  buttons,
  charts,
  events,
  eventsAbout,
  overview,
  people,
  reasons,
  risks,
  security,
  titles,
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type Words = typeof english;
