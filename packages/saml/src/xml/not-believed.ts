/**
 * Why a response is not believed, thrown where that is seen and caught where the response is answered: nobody outside of this
 * package meets it. The message is for the operator's log, so it holds nothing of what is secret or encrypted.
 */
export class NotBelieved extends Error {}
