/** Never leaves this package. The message goes to the operator's log, without secrets and decrypted content. */
export class NotBelieved extends Error {}
