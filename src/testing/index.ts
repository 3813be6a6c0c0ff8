/** `react-session-security/testing`: for tests and stories of your own screens. Not for production. */
export { createInProcessBrowser } from './createInProcessBrowser';
export type { InProcessBrowser, InProcessBrowserOptions, InProcessServer } from './createInProcessBrowser';
export { createManualClock } from './createManualClock';
export type { ManualClock } from './createManualClock';
export { createScriptedBackend } from './createScriptedBackend';
export type { ScriptedBackend, ScriptedBackendOptions, ScriptedCall } from './createScriptedBackend';
export { accountFixture, manySessions, sessionFixture, sessionsFixture, userFixture } from './fixtures';
export type { ScriptedAccount } from './fixtures';
