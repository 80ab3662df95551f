import type { Digest } from './digest.ts';

/** Answers by digest, in open addressing: looking one up follows no pointer but the answer's, and allocates nothing. */
export interface Table<Answer> {
  /** Four integers a place. */
  keys: Int32Array;
  /** As many places as a power of two, half of them free at least. */
  answers: (Answer | undefined)[];
  size: number;
}

const FIRST_PLACES = 64;

export function emptyTable<Answer>(places: number = FIRST_PLACES): Table<Answer> {
  return { keys: new Int32Array(places * 4), answers: new Array<undefined>(places).fill(undefined), size: 0 };
}

export function find<Answer>({ keys, answers }: Table<Answer>, asked: Digest): Answer | undefined {
  const last = answers.length - 1;
  for (let place = hash(asked) & last; ; place = (place + 1) & last) {
    const answer = answers[place];
    const at = place << 2;
    if (
      answer === undefined ||
      (keys[at] === asked.roles &&
        keys[at + 1] === asked.account &&
        keys[at + 2] === asked.evidence &&
        keys[at + 3] === asked.beyond)
    )
      return answer;
  }
}

/** Adds an answer that is not there yet. */
export function add<Answer>(table: Table<Answer>, asked: Digest, answer: Answer): void {
  if ((table.size + 1) * 2 > table.answers.length) grow(table);
  put(table, asked, answer);
}

function grow<Answer>(table: Table<Answer>): void {
  const { keys, answers } = table;
  Object.assign(table, emptyTable<Answer>(answers.length * 2));
  answers.forEach((answer, place) => {
    const [roles = 0, account = 0, evidence = 0, beyond = 0] = keys.subarray(place * 4, place * 4 + 4);
    if (answer !== undefined) put(table, { roles, account, evidence, beyond }, answer);
  });
}

function put<Answer>(table: Table<Answer>, asked: Digest, answer: Answer): void {
  const last = table.answers.length - 1;
  let place = hash(asked) & last;
  while (table.answers[place] !== undefined) place = (place + 1) & last;
  table.keys.set([asked.roles, asked.account, asked.evidence, asked.beyond], place << 2);
  table.answers[place] = answer;
  table.size++;
}

function hash({ roles, account, evidence, beyond }: Digest): number {
  const sum =
    Math.imul(roles, 0x9e3779b1) +
    Math.imul(account, 0x85ebca6b) +
    Math.imul(evidence, 0xc2b2ae35) +
    Math.imul(beyond, 0x27d4eb2f);
  const mixed = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 14);
}
