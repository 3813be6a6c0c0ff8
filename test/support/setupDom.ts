import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach, vi, type MockInstance } from 'vitest';

/** React's words for a component that is wrong, as far as it says so on the console and nowhere else. */
const faults =
  /^(?:Warning|Cannot update|Each child|Encountered two|An update to|A component|In HTML|Hydration|Maximum update)/u;

let complaints: MockInstance<typeof console.error>;

beforeEach(() => {
  complaints = vi.spyOn(console, 'error');
});

afterEach(() => {
  cleanup();
  const fault = complaints.mock.calls.map(([message]) => String(message)).find((message) => faults.test(message));
  complaints.mockRestore();
  if (fault !== undefined) throw new Error(`React found fault with a component: ${fault}`);
});
