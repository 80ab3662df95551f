/** A request that is not answered to any service provider: the person is told, with this status. */
export class Refused extends Error {
  readonly status: 400 | 403;
  constructor(message: string, status: 400 | 403 = 400) {
    super(message);
    this.status = status;
  }
}
