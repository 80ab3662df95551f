/** The page rejects the typed values before sending. The message is for the person. */
export class PageRefusal extends Error {
  override readonly name = 'PageRefusal';
}
