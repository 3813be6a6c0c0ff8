/** The browser says that it has no connection, until the story is left. */
import { onlineManager } from '@tanstack/react-query';

export const untilLeft = { beforeEach: () => () => onlineManager.setOnline(true) };

export function goOffline(): void {
  onlineManager.setOnline(false);
}
