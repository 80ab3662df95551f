/** Thrown by `saml()` if an option cannot work or is not safe. `option` is the option's name, `wayOut` the remedy. */
export class SamlConfigError extends Error {
  /** Always `bad-saml-option`. */
  readonly code = 'bad-saml-option';
  /** The name of the first wrong option. */
  readonly option: string;
  /** What to do, in a sentence. */
  readonly wayOut: string;

  constructor(option: string, message: string, wayOut: string, cause?: unknown) {
    super(`${option}: ${message} ${wayOut}`, { cause });
    this.name = 'SamlConfigError';
    this.option = option;
    this.wayOut = wayOut;
  }
}
