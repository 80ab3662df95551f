/** What an id_token says that is not believed. Its message holds nothing secret. */
export class NotBelieved extends Error {
  readonly code = 'not-believed';
}
