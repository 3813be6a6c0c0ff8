import type { ProcedurePath } from 'react-session-security';
import type { ScriptedBackend } from 'react-session-security/testing';

/** Lets the first call to `path` through and fails every later one. */
export function failLater(backend: ScriptedBackend, path: ProcedurePath): void {
  const release = backend.hold(path);
  queueMicrotask(function wait() {
    if (!backend.calls.some((call) => call.path === path)) return void setTimeout(wait, 10);
    release();
    setTimeout(() => backend.fail(path, new Error('500')), 10);
  });
}
