/** Letters for who has no picture. */
import { expect, it } from 'vitest';
import { initialsOf } from '../../../src/react/components/StepUpPage/initialsOf';

it.each([
  ['Maya Lindqvist', 'ML'],
  ['maya', 'M'],
  ['Ana María de la Cruz', 'AC'],
  ['ليلى حسن', 'لح'],
  ['m•••@example.com', 'M'],
  ['+49 ••• 789', ''],
  ['✨', ''],
  ['', ''],
])('%s: %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
