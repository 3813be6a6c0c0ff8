'use client';
/** The conduct of the panel: which question is open, what is announced, what follows from an answer. */
import { useMemo, useRef, useState } from 'react';
import type { Passkey } from '../../../contract/passkey';
import { useLatest } from '../../hooks/useLatest';
import { useTwoFactorSetup } from '../../hooks/useTwoFactorSetup';
import type { TwoFactorOutcome } from '../../hooks/useTwoFactorSetup';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { Announcement } from '../../ui/LiveRegion';
import type { TwoFactorPanelActions, TwoFactorQuestion } from './TwoFactorContext';
import { twoFactorFailureText } from './twoFactorFailureText';

export function useTwoFactorConduct() {
  const { messages, notify } = useSessionSecurityContext();
  const setup = useTwoFactorSetup();
  const [question, setQuestion] = useState<TwoFactorQuestion>();
  const [announcement, setAnnouncement] = useState<Announcement>();
  const announcedRef = useRef(0);
  const words = messages.twoFactorSetup;

  const say = (text: string): void => {
    announcedRef.current += 1;
    setAnnouncement({ id: announcedRef.current, text });
  };
  /** Failures announce themselves where they stand, and new codes by the focus; both only go to `onNotice`. */
  const report = async (change: Promise<TwoFactorOutcome>, success: string): Promise<boolean> => {
    const { status, failure } = await change;
    if (status === 'done') notify({ kind: 'success', message: success });
    if (failure !== undefined) notify({ kind: 'error', message: twoFactorFailureText(failure, messages) });
    return status === 'done';
  };
  const reportAloud = async (change: Promise<TwoFactorOutcome>, success: string): Promise<boolean> => {
    const isDone = await report(change, success);
    if (isDone) say(success);
    return isDone;
  };

  const latest = useLatest({
    confirm: (code: string) => report(setup.confirm(code), words.saveTitle.setUp),
    addPasskey: () => reportAloud(setup.registerPasskey(), words.passkeyAdded),
    rename: (passkeyId: string, name: string) => reportAloud(setup.renamePasskey(passkeyId, name), words.renamed),
    turnOff: () => reportAloud(setup.disable(), words.turnedOff),
    newCodes: () => report(setup.regenerate(), words.saveTitle.regenerate),
    remove: (passkey: Passkey) => reportAloud(setup.removePasskey(passkey.id), words.removed),
  });
  const { begin, acknowledgeCodes, cancel } = setup;
  const actions = useMemo(
    (): TwoFactorPanelActions => ({
      ask: setQuestion,
      setUp: () => void begin(),
      confirm: (code) => void latest.current.confirm(code),
      addPasskey: () => void latest.current.addPasskey(),
      rename: (passkeyId, name) => latest.current.rename(passkeyId, name),
      acknowledgeCodes,
      cancel,
    }),
    [latest, begin, acknowledgeCodes, cancel],
  );
  return {
    setup,
    actions,
    announcement,
    dialogs: {
      /** What was asked about a session that is over meanwhile needs no answer. */
      question: setup.status === 'ready' ? question : undefined,
      onCancel: () => setQuestion(undefined),
      onTurnOff: () => {
        setQuestion(undefined);
        void latest.current.turnOff();
      },
      onNewCodes: () => {
        setQuestion(undefined);
        void latest.current.newCodes();
      },
      onRemove: (passkey: Passkey) => {
        setQuestion(undefined);
        void latest.current.remove(passkey);
      },
    },
  };
}
