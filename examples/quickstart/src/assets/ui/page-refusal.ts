/** A page refuses what was typed before anything is sent. The message is for the person. */
export class PageRefusal extends Error {
  override readonly name = 'PageRefusal';
}
