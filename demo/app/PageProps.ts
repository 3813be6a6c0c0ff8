/** What a page can ask of the frame. */
export interface PageProps {
  /** What is being written, kept above the pages so that a look at another loses nothing. Absent before anything is. */
  readonly draft: string | undefined;
  readonly onDraft: (text: string) => void;
  /** The user signed out here. */
  readonly onSignedOut: () => void;
  /** The server wants a fresh proof: sign in once more and come back to this page. */
  readonly onProofWanted: () => void;
  /** The session is over: sign in and come back to this page. */
  readonly onSessionOver: () => void;
  /** Who is signed in is to be asked for again. */
  readonly onAccountChanged: () => void;
  /** There is nobody left to be signed in. */
  readonly onAccountDeleted: () => void;
}
