'use client';
/** The questions of the panel: each names what follows. The change itself goes on in the panel, where proof may be asked for. */
import { cleanDeviceName } from '../../../contract/deviceName';
import type { Passkey } from '../../../contract/passkey';
import { isolate } from '../../messages/isolate';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import type { TwoFactorQuestion } from './TwoFactorContext';

export interface TwoFactorDialogsProps {
  readonly question: TwoFactorQuestion | undefined;
  readonly onCancel: () => void;
  readonly onTurnOff: () => void;
  readonly onNewCodes: () => void;
  readonly onRemove: (passkey: Passkey) => void;
  readonly fallbackFocus: () => HTMLElement | null;
}

export function TwoFactorDialogs({ question, onTurnOff, onNewCodes, onRemove, ...rest }: TwoFactorDialogsProps) {
  const { messages } = useSessionSecurityContext();
  if (question === undefined) return null;
  const words = messages.twoFactorSetup;
  const shared = { ...rest, open: true, cancelLabel: messages.common.cancel };
  switch (question.kind) {
    case 'turnOff':
      return (
        <ConfirmDialog {...shared} title={words.turnOffTitle} body={words.turnOffBody}>
          <Button variant="danger" onClick={onTurnOff}>
            {words.turnOff}
          </Button>
        </ConfirmDialog>
      );
    case 'newCodes':
      return (
        <ConfirmDialog {...shared} title={words.newCodesTitle} body={words.newCodesBody}>
          <Button variant="primary" onClick={onNewCodes}>
            {words.newCodes}
          </Button>
        </ConfirmDialog>
      );
    case 'removePasskey': {
      const name = isolate(cleanDeviceName(question.passkey.name) || words.unnamedPasskey);
      return (
        <ConfirmDialog {...shared} title={words.removeTitle(name)} body={words.removeBody}>
          <Button variant="danger" onClick={() => onRemove(question.passkey)}>
            {words.remove}
          </Button>
        </ConfirmDialog>
      );
    }
    default:
      return question satisfies never;
  }
}
