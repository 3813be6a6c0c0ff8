/** A {@link proofScene} for a story, made anew each time it is opened. */
import type { ScriptedAccount } from 'react-session-security/testing';
import { proofScene } from './proofScene';
import type { ProofScene } from './proofScene';

export const loadScene = <Scene>(make: () => Scene) => ({ loaders: [() => ({ scene: make() })] });

export const inScene = (account: Partial<ScriptedAccount> = {}, prepare: (scene: ProofScene) => void = () => {}) =>
  loadScene(() => {
    const scene = proofScene(account);
    prepare(scene);
    return scene;
  });

export const sceneOf = (loaded: Record<string, unknown>) => loaded['scene'] as ProofScene;
