/** How a call came back, as a value: for whoever has to look at a failure before passing it on. */

/** How a call came back. */
export type CallResult<Answer> = { readonly answer: Answer } | { readonly error: unknown };

export async function settled<Answer>(promise: Promise<Answer>): Promise<CallResult<Answer>> {
  try {
    return { answer: await promise };
  } catch (error) {
    return { error };
  }
}

/** @throws the error, as it was */
export function unwrap<Answer>(result: CallResult<Answer>): Answer {
  if ('answer' in result) return result.answer;
  throw result.error;
}
