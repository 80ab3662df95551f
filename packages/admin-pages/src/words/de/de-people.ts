import type { PeopleWords } from '../en/en-people.ts';
import { administration } from './administration.ts';
import { helpIn } from './help-in.ts';
import { many } from './many.ts';
import { person } from './person.ts';

export const peoplePage: PeopleWords = { administration, helpIn, many, person };
