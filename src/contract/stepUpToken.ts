/** How a step-up token travels: with the call that it is for, once (SPEC C15, C17). */
import { z } from 'zod';

/** Mixed into the input of every sensitive action. */
export interface WithStepUpToken {
  readonly stepUpToken?: string | undefined;
}

/** The key of {@link WithStepUpToken} for an input schema. The token's form is checked where it is used. */
export const withStepUpToken = { stepUpToken: z.string().max(256).optional() };
