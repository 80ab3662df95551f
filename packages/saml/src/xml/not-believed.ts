/** The message goes to the operator's log: no secret, and nothing decrypted. */
export class NotBelieved extends Error {}
