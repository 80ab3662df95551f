import type { Words } from '../en/index.ts';
import { administration } from './administration.ts';
import { buttons } from './buttons.ts';
import { events, eventsAbout } from './events.ts';
import { policy } from './policy.ts';
import { reasons } from './reasons.ts';
import { security } from './security.ts';
import { titles } from './titles.ts';

export const german: Words = {
  administration,
  buttons,
  events,
  eventsAbout,
  policy,
  reasons,
  security,
  titles,
};
