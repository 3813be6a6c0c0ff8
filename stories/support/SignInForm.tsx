/** A host's own form, as it would stand in the kit's banners. */
import { useRef, useState } from 'react';
import { useSessionSecurity } from 'react-session-security';

export function SignInForm() {
  const { client, locale } = useSessionSecurity();
  const passwordRef = useRef<HTMLInputElement>(null);
  const [hasFailed, setFailed] = useState(false);
  const isArabic = locale === 'ar';
  return (
    <form
      className="story-sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        const password = passwordRef.current?.value ?? '';
        client.call('auth.signIn', { identifier: 'maya@example.com', password }).catch(() => setFailed(true));
      }}
    >
      <label>
        {isArabic ? 'كلمة المرور' : 'Password'}
        <input ref={passwordRef} type="password" autoComplete="current-password" aria-invalid={hasFailed} />
      </label>
      <button type="submit">{isArabic ? 'تسجيل الدخول' : 'Sign in'}</button>
    </form>
  );
}
