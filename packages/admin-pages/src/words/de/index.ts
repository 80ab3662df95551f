import type { Words } from '../en/index.ts';
import { activity } from './activity.ts';
import { administration } from './administration.ts';
import { buttons } from './buttons.ts';
import { charts } from './charts.ts';
import { events, eventsAbout } from './events.ts';
import { helpIn } from './help-in.ts';
import { overview } from './overview.ts';
import { people } from './people.ts';
import { person } from './person.ts';
import { policy } from './policy.ts';
import { reasons } from './reasons.ts';
import { review } from './review.ts';
import { risks } from './risks.ts';
import { security } from './security.ts';
import { thieves } from './thieves.ts';
import { titles } from './titles.ts';

export const german: Words = {
  activity,
  administration,
  buttons,
  charts,
  events,
  eventsAbout,
  helpIn,
  overview,
  people,
  person,
  policy,
  reasons,
  review,
  risks,
  security,
  thieves,
  titles,
};
