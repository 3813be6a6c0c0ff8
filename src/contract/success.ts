/** The envelope of every successful answer: `{ success: true, data }` (SPEC 2). */
import { z } from 'zod';

/** The envelope of every successful answer. Failures are errors, never `success: false`. */
export interface Success<Data> {
  readonly success: true;
  readonly data: Data;
}

/**
 * The schema of the envelope around the schema of its data. Refuses undeclared keys, so nothing undeclared leaves the
 * server.
 */
export function successOf<Schema extends z.ZodType>(data: Schema) {
  return z.strictObject({ success: z.literal(true), data });
}

/** An instant as our own server writes it. */
export const isoInstantSchema = z.iso.datetime();

/** No input. `undefined` and `{}` are the same, any key is an error. */
export const noInputSchema = z.strictObject({}).optional();

/**
 * A public handle as a client sends it. Its form is not checked: a malformed, a foreign and an unknown handle must
 * be answered alike (OWASP ASVS 8.2.2), so only the length is bounded.
 */
export const handleSchema = z.string().max(128);
