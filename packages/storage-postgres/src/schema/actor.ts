/** An account id contains no colon. The index of actors has the same expression. */
export const ACTOR = `(case when json_typeof(doc -> 'actor') = 'object'
  then coalesce('host:' || (doc -> 'actor' ->> 'id'), 'host') else doc ->> 'actor' end) collate "C"`;
