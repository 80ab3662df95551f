/** An id_token is missing, or a claim of the id_token is refused. The message contains no secret. */
export class NotBelieved extends Error {
  readonly code = 'not-believed';
}
