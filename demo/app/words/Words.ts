/** Every word of the demo's own. The kit's words are the kit's: `messagesEn`, `messagesAr`. */
import type { DemoPerson } from '../../server/accounts';
import type { OutboxMessage } from '../../server/createDemoRoutes';
import type { Role } from '../admin/RoleChange';
import type { LimitsName } from '../../server/limitsNames';
import type { PageName } from '../pages';
import type { SignInReason } from '../signIn/signInRequest';
import type { TimeMachineTry } from '../timeMachine/tries';
import type { Theme } from '../usePreferences';

type Mail = Extract<OutboxMessage, { channel: 'mail' }>['notice'];

export interface Words {
  readonly brand: string;
  readonly frame: {
    readonly pages: string;
    readonly theme: string;
    readonly themes: Readonly<Record<Theme, string>>;
    readonly language: string;
    readonly whoYouAre: string;
    /** Where an account has neither a name nor an address. */
    readonly you: string;
    readonly signOut: string;
    readonly unreachable: string;
    readonly retry: string;
    readonly dismiss: string;
    /** What a sign-in did to others (SPEC S9). */
    readonly evicted: (count: number) => string;
  };
  readonly pages: Readonly<Record<PageName | 'signIn', string>>;
  readonly signIn: {
    readonly titles: Readonly<Record<'password' | 'phone' | 'phoneCode' | 'secondFactor', string>>;
    readonly reasons: Readonly<Record<SignInReason, string>>;
    readonly identifier: string;
    readonly password: string;
    readonly phone: string;
    readonly phoneCode: string;
    readonly phoneCodeHint: (to: string) => string;
    readonly secondFactor: string;
    readonly secondFactorHint: string;
    readonly rememberMe: string;
    readonly submit: string;
    readonly pending: string;
    readonly usePhone: string;
    readonly usePassword: string;
    readonly notNow: string;
    readonly limitTitle: (devices: number) => string;
    readonly limitBody: string;
    readonly limitGoOn: string;
    readonly limitCancel: string;
  };
  /** Signing in again without leaving the page. */
  readonly inPlace: {
    readonly fillIn: (name: string) => string;
  };
  readonly account: {
    readonly title: string;
    readonly body: string;
    readonly outbox: string;
    readonly pending: string;
    readonly saved: string;
    /** The user closed the prompt for proof. */
    readonly cancelled: string;
    /** To what was asked about before the page was loaded anew, or on the step-up page. */
    readonly goOn: string;
    readonly discard: string;
    /** It was offered to go on, for longer than that is possible. */
    readonly lapsed: string;
    readonly password: {
      readonly title: string;
      readonly current: string;
      readonly next: string;
      readonly hint: string;
      readonly revokeOthers: string;
      readonly submit: string;
      /** `devices` were signed out with it. */
      readonly done: (devices: number) => string;
      readonly wrong: string;
      readonly same: string;
    };
    readonly email: {
      readonly title: string;
      readonly body: string;
      readonly label: string;
      readonly submit: string;
      readonly done: (email: string) => string;
      /** What was begun before the page was loaded anew. */
      readonly question: (email: string) => string;
      /** By the server's reason. */
      readonly problems: Readonly<Record<'email' | 'same_email' | 'email_taken', string>>;
    };
    readonly security: {
      readonly title: string;
      readonly notifyNewDevice: string;
      readonly protectPaymentSettings: string;
      readonly submit: string;
      /** What was begun before the page was loaded anew, and that it is done. The same below. */
      readonly question: string;
      readonly done: string;
    };
    readonly payment: {
      readonly title: string;
      readonly body: string;
      readonly name: string;
      readonly email: string;
      readonly submit: string;
      readonly question: string;
      readonly done: string;
    };
    readonly deletion: {
      readonly title: string;
      readonly body: string;
      readonly begin: string;
      readonly question: string;
      readonly keep: string;
      readonly confirm: string;
    };
  };
  readonly security: {
    readonly body: string;
  };
  readonly admin: {
    readonly title: string;
    readonly body: string;
    readonly notForYou: string;
    readonly loading: string;
    readonly roles: Readonly<Record<Role, string>>;
    /** Which person of the list the reader is. */
    readonly you: string;
    /** What the button beside a person does. */
    readonly makes: Readonly<Record<Role, string>>;
    /** What was begun before the step-up page. */
    readonly question: (name: string, role: string) => string;
    readonly done: (name: string, role: string) => string;
  };
  readonly note: {
    readonly title: string;
    readonly body: string;
    readonly label: string;
    readonly save: string;
    readonly saved: string;
    /** Followed by what went wrong, in the kit's words. */
    readonly notSaved: string;
    /** While nothing can be saved. */
    readonly paused: string;
  };
  readonly timeMachine: {
    readonly title: string;
    readonly body: string;
    readonly limits: string;
    readonly choices: Readonly<Record<LimitsName, { readonly name: string; readonly about: string }>>;
    readonly now: string;
    readonly facts: Readonly<Record<'warning' | 'end', string>>;
    /** A fact of a session that is over, or not there. */
    readonly none: string;
    readonly watch: string;
    readonly tries: Readonly<Record<TimeMachineTry, { readonly title: string; readonly body: string }>>;
    readonly revoke: string;
    readonly revoking: string;
    readonly revoked: string;
    /** The account asks for a second factor at sign-in, which the other browser doesn't have. */
    readonly noSecondFactor: string;
    readonly openTab: string;
  };
  readonly accounts: {
    readonly title: string;
    readonly body: string;
    readonly about: Readonly<Record<DemoPerson['id'], string>>;
  };
  readonly outbox: {
    readonly title: string;
    readonly body: string;
    readonly authenticators: string;
    readonly secret: string;
    readonly messages: string;
    readonly empty: string;
    /** Once a code was asked for. The server tells nobody whether a number has an account. */
    readonly emptyYet: string;
    readonly textTo: string;
    readonly mailTo: string;
    readonly mail: (notice: Mail) => string;
  };
}
