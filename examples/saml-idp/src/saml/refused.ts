/** A refused request. The person sees a page with the status and the message. No response goes to a service provider. */
export class Refused extends Error {
  readonly status: 400 | 403;
  constructor(message: string, status: 400 | 403 = 400) {
    super(message);
    this.status = status;
  }
}
