/** The envelope of every answer (SPEC 2). */
export function success<Data>(data: Data) {
  return { success: true as const, data };
}
