/**
 * The wire by name: which procedures there are, what each takes and gives. A type, not a router, so that clients
 * and foreign back ends can be typed without the server's code. The server proves that it agrees in
 * `test/types/contract.test-d.ts`.
 */
import type { ActivityUpdate } from './activity';
import type {
  GetSessionsInput,
  OtherSessionsRevoked,
  RenameSessionInput,
  RevokeSessionInput,
  RevokeSessionsInput,
  RevokeSessionsResult,
  SessionRenamed,
  SessionRevoked,
  SessionStatus,
  SessionsPage,
} from './session';
import type {
  PhoneOtpRequested,
  RequestPhoneOtpInput,
  SessionRefreshed,
  SignedOut,
  SignInInput,
  SignInResult,
  VerifyPhoneOtpInput,
  VerifySignIn2FAInput,
} from './signIn';
import type { Success } from './success';
import type { SessionWarnings } from './warning';

interface Query<Input, Data> {
  readonly type: 'query';
  readonly input: Input;
  readonly output: Success<Data>;
}
interface Mutation<Input, Data> {
  readonly type: 'mutation';
  readonly input: Input;
  readonly output: Success<Data>;
}
/** `{}` or nothing. */
export type NoInput = Readonly<Record<string, never>> | undefined;

/** Every procedure of the wire (SPEC 2): its path, whether it is a query or a mutation, its input and its answer. */
export interface SessionSecurityProcedures {
  'session.getSessions': Query<GetSessionsInput | undefined, SessionsPage>;
  'session.getStatus': Query<NoInput, SessionStatus>;
  'session.getSessionWarnings': Query<NoInput, SessionWarnings>;
  'session.updateActivity': Mutation<NoInput, ActivityUpdate>;
  'session.revokeSession': Mutation<RevokeSessionInput, SessionRevoked>;
  'session.revokeSessions': Mutation<RevokeSessionsInput, RevokeSessionsResult>;
  'session.revokeAllOtherSessions': Mutation<NoInput, OtherSessionsRevoked>;
  'session.renameSession': Mutation<RenameSessionInput, SessionRenamed>;
  'auth.requestPhoneOtp': Mutation<RequestPhoneOtpInput, PhoneOtpRequested>;
  'auth.verifyPhoneOtp': Mutation<VerifyPhoneOtpInput, SignInResult>;
  'auth.signIn': Mutation<SignInInput, SignInResult>;
  'auth.verifySignIn2FA': Mutation<VerifySignIn2FAInput, SignInResult>;
  'auth.refresh': Mutation<NoInput, SessionRefreshed>;
  'auth.signOut': Mutation<NoInput, SignedOut>;
}

/** The path of a procedure, e.g. `session.getSessions`. */
export type ProcedurePath = keyof SessionSecurityProcedures;
/** What the procedure at `Path` takes. */
export type ProcedureInput<Path extends ProcedurePath> = SessionSecurityProcedures[Path]['input'];
/** What the procedure at `Path` gives, envelope included. */
export type ProcedureOutput<Path extends ProcedurePath> = SessionSecurityProcedures[Path]['output'];

/** The type of each procedure at run time, for links that must choose between GET and POST. */
export const procedureTypes: { readonly [Path in ProcedurePath]: SessionSecurityProcedures[Path]['type'] } = {
  'session.getSessions': 'query',
  'session.getStatus': 'query',
  'session.getSessionWarnings': 'query',
  'session.updateActivity': 'mutation',
  'session.revokeSession': 'mutation',
  'session.revokeSessions': 'mutation',
  'session.revokeAllOtherSessions': 'mutation',
  'session.renameSession': 'mutation',
  'auth.requestPhoneOtp': 'mutation',
  'auth.verifyPhoneOtp': 'mutation',
  'auth.signIn': 'mutation',
  'auth.verifySignIn2FA': 'mutation',
  'auth.refresh': 'mutation',
  'auth.signOut': 'mutation',
};
