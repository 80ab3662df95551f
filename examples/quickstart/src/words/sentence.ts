/**
 * A sentence with something in it that is more than text, such as a link: the parts in the order in which they are read. What a part
 * is, the page says: an element in a browser, HTML on the server.
 */
export type Sentence<Part> = readonly (string | Part)[];
