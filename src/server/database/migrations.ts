/**
 * How the tables came to be, in order. A migration that was released is never edited; a change is a new one at the
 * end, and it must leave the previous release working, since instances are replaced one after another.
 */
export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly statements: readonly string[];
}

export const migrations: readonly Migration[] = [
  {
    id: 1,
    name: 'sessions and sign-in',
    statements: [
      `CREATE TABLE session_security.users (
        id text PRIMARY KEY,
        email text,
        phone text,
        display_name text,
        roles text[] NOT NULL,
        password_hash text,
        totp_secret text,
        created_at timestamptz(3) NOT NULL
      )`,
      `CREATE UNIQUE INDEX users_email_key ON session_security.users (email)`,
      `CREATE UNIQUE INDEX users_phone_key ON session_security.users (phone)`,
      `CREATE TABLE session_security.sessions (
        id text PRIMARY KEY,
        user_id text NOT NULL,
        secret_hash text,
        previous_secret_hash text,
        secret_renewed_at timestamptz(3),
        secret_used_at timestamptz(3),
        renewal_due boolean NOT NULL DEFAULT false,
        created_at timestamptz(3) NOT NULL,
        last_activity_at timestamptz(3) NOT NULL,
        authenticated_at timestamptz(3) NOT NULL,
        second_factor_at timestamptz(3),
        second_factor_method text,
        revoked_at timestamptz(3),
        revoked_reason text,
        sign_in_method text NOT NULL,
        aal integer NOT NULL,
        amr text[] NOT NULL,
        remember_me boolean NOT NULL,
        is_trusted boolean NOT NULL,
        device_name text NOT NULL,
        device_type text NOT NULL,
        browser text,
        os text,
        device_family text NOT NULL,
        user_agent text,
        ip_address text,
        location jsonb,
        platform text,
        platform_version text,
        app_version text,
        push_token text
      )`,
      `CREATE UNIQUE INDEX sessions_secret_hash_key ON session_security.sessions (secret_hash)`,
      `CREATE INDEX sessions_previous_secret_idx ON session_security.sessions (previous_secret_hash) WHERE previous_secret_hash IS NOT NULL`,
      `CREATE INDEX sessions_live_idx ON session_security.sessions (user_id, last_activity_at DESC, id DESC) WHERE revoked_at IS NULL`,
      `CREATE INDEX sessions_device_family_idx ON session_security.sessions (user_id, device_family)`,
      `CREATE TABLE session_security.refresh_tokens (
        token_hash text PRIMARY KEY,
        session_id text NOT NULL,
        issued_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        rotated_at timestamptz(3),
        attempt_hash text
      )`,
      `CREATE INDEX refresh_tokens_session_idx ON session_security.refresh_tokens (session_id)`,
      `CREATE TABLE session_security.sign_in_challenges (
        id text PRIMARY KEY,
        user_id text NOT NULL,
        pre_auth_hash text NOT NULL,
        first_factor text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        attempts integer NOT NULL,
        consumed_at timestamptz(3),
        remember_me boolean NOT NULL,
        replace_oldest_session boolean NOT NULL,
        device jsonb
      )`,
      `CREATE INDEX sign_in_challenges_expires_at_idx ON session_security.sign_in_challenges (expires_at)`,
      `CREATE TABLE session_security.phone_otps (
        phone text NOT NULL,
        pre_auth_hash text NOT NULL,
        user_id text,
        code_hash text NOT NULL,
        sent_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        attempts integer NOT NULL,
        consumed_at timestamptz(3),
        CONSTRAINT phone_otps_pkey PRIMARY KEY (phone, pre_auth_hash)
      )`,
      `CREATE INDEX phone_otps_expires_at_idx ON session_security.phone_otps (expires_at)`,
      `CREATE TABLE session_security.credential_epochs (
        user_id text PRIMARY KEY,
        epoch integer NOT NULL
      )`,
      `CREATE TABLE session_security.second_factor_states (
        user_id text NOT NULL,
        factor text NOT NULL,
        consecutive_failures integer NOT NULL,
        locked_until timestamptz(3),
        last_step integer,
        CONSTRAINT second_factor_states_pkey PRIMARY KEY (user_id, factor)
      )`,
      `CREATE TABLE session_security.totp_enrolments (
        id text PRIMARY KEY,
        user_id text NOT NULL,
        session_id text NOT NULL,
        secret text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        attempts integer NOT NULL
      )`,
      `CREATE INDEX totp_enrolments_user_idx ON session_security.totp_enrolments (user_id)`,
      `CREATE INDEX totp_enrolments_expires_at_idx ON session_security.totp_enrolments (expires_at)`,
      `CREATE TABLE session_security.backup_codes (
        user_id text NOT NULL,
        code_hash text NOT NULL,
        salt text NOT NULL,
        generated_at timestamptz(3) NOT NULL,
        used_at timestamptz(3),
        CONSTRAINT backup_codes_pkey PRIMARY KEY (user_id, code_hash)
      )`,
      `CREATE TABLE session_security.passkeys (
        id text PRIMARY KEY,
        user_id text NOT NULL,
        credential_id text NOT NULL,
        public_key text NOT NULL,
        sign_count bigint NOT NULL,
        transports text[] NOT NULL,
        name text NOT NULL,
        is_synced boolean NOT NULL,
        created_at timestamptz(3) NOT NULL,
        last_used_at timestamptz(3)
      )`,
      `CREATE UNIQUE INDEX passkeys_credential_id_key ON session_security.passkeys (credential_id)`,
      `CREATE INDEX passkeys_user_idx ON session_security.passkeys (user_id, created_at)`,
      `CREATE TABLE session_security.passkey_challenges (
        challenge_hash text PRIMARY KEY,
        user_id text NOT NULL,
        session_id text NOT NULL,
        purpose text NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        consumed_at timestamptz(3)
      )`,
      `CREATE INDEX passkey_challenges_expires_at_idx ON session_security.passkey_challenges (expires_at)`,
      `CREATE TABLE session_security.known_browsers (
        user_id text NOT NULL,
        browser_hash text NOT NULL,
        first_seen_at timestamptz(3) NOT NULL,
        last_seen_at timestamptz(3) NOT NULL,
        CONSTRAINT known_browsers_pkey PRIMARY KEY (user_id, browser_hash)
      )`,
      `CREATE TABLE session_security.rate_limits (
        key text PRIMARY KEY,
        count integer NOT NULL,
        refused integer NOT NULL,
        window_started_at timestamptz(3) NOT NULL,
        blocked_until timestamptz(3)
      )`,
      `CREATE TABLE session_security.security_events (
        id text PRIMARY KEY,
        type text NOT NULL,
        severity text NOT NULL,
        user_id text,
        session_id text,
        method text,
        success boolean NOT NULL,
        reason text,
        ip_address text,
        user_agent text,
        created_at timestamptz(3) NOT NULL
      )`,
      `CREATE INDEX security_events_user_idx ON session_security.security_events (user_id, created_at DESC, id DESC)`,
      `CREATE TABLE session_security.challenges (
        id text PRIMARY KEY,
        user_id text NOT NULL,
        session_id text NOT NULL,
        action_type text NOT NULL,
        method text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        attempts integer NOT NULL,
        consumed_at timestamptz(3),
        code_hash text
      )`,
      `CREATE INDEX challenges_session_idx ON session_security.challenges (session_id, created_at)`,
      `CREATE INDEX challenges_expires_at_idx ON session_security.challenges (expires_at)`,
      `CREATE TABLE session_security.step_up_tokens (
        token_hash text PRIMARY KEY,
        user_id text NOT NULL,
        session_id text NOT NULL,
        action_type text NOT NULL,
        method text NOT NULL,
        parameters_digest text,
        permissions text[] NOT NULL,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        used_at timestamptz(3),
        voided_at timestamptz(3)
      )`,
      `CREATE INDEX step_up_tokens_session_idx ON session_security.step_up_tokens (session_id)`,
      `CREATE INDEX step_up_tokens_expires_at_idx ON session_security.step_up_tokens (expires_at)`,
      `CREATE TABLE session_security.sensitive_action_logs (
        id text PRIMARY KEY,
        user_id text NOT NULL,
        session_id text NOT NULL,
        action_type text NOT NULL,
        action_details jsonb,
        required_2fa boolean NOT NULL,
        required_step_up boolean NOT NULL,
        verification_method text,
        ip_address text,
        user_agent text,
        location jsonb,
        success boolean NOT NULL,
        failure_reason text,
        created_at timestamptz(3) NOT NULL
      )`,
      `CREATE INDEX sensitive_action_logs_user_idx ON session_security.sensitive_action_logs (user_id, created_at DESC, id DESC)`,
      `CREATE TABLE session_security.user_settings (
        user_id text PRIMARY KEY,
        security jsonb NOT NULL,
        payment jsonb NOT NULL
      )`,
    ],
  },
];
