/** The other way in. */
import { useWords } from '../words/CatalogueContext';
import type { SignIn } from './useSignIn';

export function SignInMethodLink({ signIn }: { signIn: SignIn }) {
  const words = useWords().signIn;
  const isPassword = signIn.step.name === 'password';
  return (
    <button type="button" className="link" onClick={() => signIn.choose(isPassword ? 'phone' : 'password')}>
      {isPassword ? words.usePhone : words.usePassword}
    </button>
  );
}
