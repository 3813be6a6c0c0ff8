/** Something answered, but not in the words of the contract. */

/**
 * The back end answered with what can't be read: an HTML page (a captive portal, a proxy's error, a sign-in page
 * behind a redirect), JSON that is cut off, or an HTTP error without a code of ours. Nobody is signed out for it
 * (SPEC A4). `status` is the HTTP status; `cause` is what the reading failed with, if anything.
 */
export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';
  readonly code = 'UNREADABLE_ANSWER';
  readonly status: number;
  constructor(status: number, what: string, options?: ErrorOptions) {
    super(`react-session-security: the back end answered ${status} ${what}`, options);
    this.status = status;
  }
}
