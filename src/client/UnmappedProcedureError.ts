/** A procedure that a back end was not mapped to: a developer's error, found by the first call. */

/**
 * A call to a procedure that `restLink` or `handlersLink` has no entry for. Nothing was sent. The `cause` of the
 * `TRPCClientError` that the call fails with; `path` is the procedure. Ask `client.supports(path)` before.
 */
export class UnmappedProcedureError extends Error {
  override readonly name = 'UnmappedProcedureError';
  readonly code = 'UNMAPPED_PROCEDURE';
  readonly path: string;
  /** @param where the name of the link, and what its entries are called there */
  constructor(path: string, where: { readonly link: string; readonly entries: string }) {
    super(
      `react-session-security: ${where.link} has no entry for "${path}", so the call was not sent. ` +
        `Add '${path}' to the ${where.entries} of ${where.link}, or ask client.supports('${path}') before calling.`,
    );
    this.path = path;
  }
}
