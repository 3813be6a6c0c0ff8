/** Backup codes as a text to keep: whose they are, how they work, one in a line. */
import type { Messages } from '../../messages/Messages';

export interface BackupCodesText {
  readonly title: string;
  readonly note: string;
  readonly codes: readonly string[];
}

export function backupCodesText(codes: readonly string[], { twoFactorSetup: words }: Messages): BackupCodesText {
  return { title: words.fileTitle(window.location.host), note: words.fileNote, codes };
}

/** As the file that is downloaded has it; with the line ends that every editor reads. */
export function plainText({ title, note, codes }: BackupCodesText): string {
  return `${[title, note, '', ...codes].join('\r\n')}\r\n`;
}
