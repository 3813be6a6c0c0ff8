/** `react-session-security/testing`: for tests and stories of your own screens. Not for production. */
export { createManualClock } from './createManualClock';
export type { ManualClock } from './createManualClock';
export { createScriptedBackend } from './createScriptedBackend';
export type { ScriptedBackend, ScriptedBackendOptions, ScriptedCall } from './createScriptedBackend';
export { manySessions, sessionFixture, sessionsFixture, userFixture } from './fixtures';
