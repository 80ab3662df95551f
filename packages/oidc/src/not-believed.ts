/** The message contains no secret. */
export class NotBelieved extends Error {
  readonly code = 'not-believed';
}
