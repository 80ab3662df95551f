/**
 * A check of a response failed. `judgeResponse` turns the error into a refusal, so callers of this package never see the error.
 * The message goes to the operator's log and contains no secret and no decrypted content.
 */
export class NotBelieved extends Error {}
