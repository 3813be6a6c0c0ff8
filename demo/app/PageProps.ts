/** What a page can ask of the frame. */
export interface PageProps {
  /** The user signed out here. */
  readonly onSignedOut: () => void;
  /** The server wants a fresh proof: sign in once more and come back to this page. */
  readonly onProofWanted: () => void;
}
