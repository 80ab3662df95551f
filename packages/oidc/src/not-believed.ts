export class NotBelieved extends Error {
  readonly code = 'not-believed';
}
