import { administration } from './administration.ts';
import { helpIn } from './help-in.ts';
import { many } from './many.ts';
import { person } from './person.ts';

export const peoplePage = { administration, helpIn, many, person };

/** The sentences, as English defines them. An incomplete language does not compile. */
export type PeopleWords = typeof peoplePage;
