/**
 * A sentence with a part that is not text, such as a link: the parts in reading order. The page decides the type of a part: an element in
 * a browser, HTML on the server.
 */
export type Sentence<Part> = readonly (string | Part)[];
