/** The host read the body of a request before the routes could. It is the host's mistake, and told to `onFault`. */
export class BodyAlreadyRead extends Error {
  readonly code = 'body-already-read';
  constructor() {
    super('the body was read before Sallyport could: mount the routes before what reads it, or read `request.clone()`');
    this.name = 'BodyAlreadyRead';
  }
}
