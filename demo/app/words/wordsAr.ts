import { isolated } from './isolated';
import type { Words } from './Words';

const numbers = new Intl.NumberFormat('ar');
const count = (n: number): string => numbers.format(n);

export const wordsAr: Words = {
  brand: 'المرفأ',
  frame: {
    pages: 'الصفحات',
    theme: 'المظهر',
    themes: { system: 'النظام', light: 'فاتح', dark: 'داكن' },
    language: 'اللغة',
    whoYouAre: 'من أنت',
    signedInAs: 'مسجَّل الدخول باسم',
    you: 'أنت',
    signOut: 'تسجيل الخروج',
    stillSignedIn: 'ما زلت مسجَّل الدخول.',
    unreachable: 'تعذّر الوصول إلى المرفأ',
    retry: 'إعادة المحاولة',
    dismiss: 'إخفاء',
    evicted: (n) =>
      n === 1
        ? 'لإفساح المجال لهذا الجهاز، تم تسجيل الخروج من أقدم جهاز استخدامًا.'
        : `لإفساح المجال لهذا الجهاز، تم تسجيل الخروج من أقدم الأجهزة استخدامًا (${count(n)}).`,
  },
  pages: { devices: 'الأجهزة', outbox: 'صندوق الصادر', signIn: 'تسجيل الدخول' },
  signIn: {
    titles: {
      password: 'تسجيل الدخول إلى المرفأ',
      phone: 'تسجيل الدخول بهاتفك',
      phoneCode: 'أدخل الرمز',
      secondFactor: 'أكّد هويتك',
    },
    reasons: {
      signedOut: 'تم تسجيل خروجك.',
      revoked: 'تم تسجيل الخروج من هذا الجهاز من جهاز آخر.',
      limit: 'سجّلت الدخول على جهاز آخر، وكان هذا الجهاز أقدم أجهزتك استخدامًا، فتم تسجيل الخروج منه لإفساح المجال.',
      idle: 'غبت مدة طويلة، فتم تسجيل خروجك. سجّل الدخول من جديد.',
      absolute: 'بقيت مسجَّل الدخول أطول مدة نسمح بها دون سؤالك مجددًا. سجّل الدخول من جديد.',
      ended: 'انتهت جلستك. سجّل الدخول من جديد.',
      proof: 'يتطلب هذا أن تكون قد سجّلت الدخول مؤخرًا. سجّل الدخول من جديد لتعود إلى حيث كنت.',
    },
    identifier: 'البريد الإلكتروني أو الهاتف',
    password: 'كلمة المرور',
    phone: 'رقم الهاتف',
    phoneCode: `رمز من ${count(6)} أرقام`,
    phoneCodeHint: (to) => `أُرسل إلى ${isolated(to)}.`,
    secondFactor: 'الرمز من تطبيق المصادقة',
    secondFactorHint: `ستة أرقام. يتغيّر الرمز كل ${count(30)} ثانية.`,
    rememberMe: 'إبقائي مسجَّل الدخول على هذا المتصفح',
    submit: 'متابعة',
    pending: 'لحظة واحدة…',
    usePhone: 'استخدام رمز يُرسل إلى هاتفي',
    usePassword: 'استخدام كلمة المرور',
    notNow: 'ليس الآن',
    limitTitle: (n) => `أنت مسجَّل الدخول على أقصى عدد من الأجهزة: ${count(n)}`,
    limitBody: 'هل تريد تسجيل الخروج من أقدمها استخدامًا والمتابعة؟',
    limitGoOn: 'تسجيل الخروج منه والمتابعة',
    limitCancel: 'عدم تسجيل الدخول هنا',
  },
  accounts: {
    title: 'حسابات تجريبية',
    body: 'لا شيء سريّ هنا. اختر حسابًا لتُملأ بياناته.',
    about: {
      maya: 'كلمة المرور أو الهاتف. مسجَّلة الدخول على أربعة أجهزة أخرى.',
      omar: 'كلمة المرور وتطبيق مصادقة.',
      ines: 'مديرة، غير مسجَّلة الدخول في مكان آخر.',
    },
  },
  outbox: {
    title: 'صندوق الصادر',
    body: 'الرسائل النصية والبريد مما كان سيُرسل، والرموز التي تعرضها تطبيقات المصادقة الآن.',
    authenticators: 'تطبيقات المصادقة',
    secret: 'المفتاح',
    messages: 'الرسائل',
    empty: 'لا شيء بعد. اطلب رمزًا في صفحة تسجيل الدخول، أو سجّل الدخول على جهاز جديد.',
    emptyYet: 'إذا كان للرقم حساب، فسيصل الرمز إلى هنا بعد لحظة.',
    textTo: 'رسالة نصية إلى',
    mailTo: 'بريد إلى',
    mail({ type, deviceName, ipAddress }) {
      const device = deviceName === null ? 'جهاز غير معروف' : isolated(deviceName);
      const from = ipAddress === null ? '' : ` (${isolated(ipAddress)})`;
      if (type === 'new_device') {
        return `تسجيل دخول جديد على ${device}${from}. إذا لم تكن أنت، فافتح صفحة الأجهزة وسجّل الخروج من ذلك الجهاز.`;
      }
      if (type === 'session_evicted') {
        return `سجّلت الدخول على ${device}${from}، وتم تسجيل الخروج من أقدم جهاز استخدامًا لإفساح المجال.`;
      }
      return `تغيّر شيء في أمان حسابك، على ${device}${from}.`;
    },
  },
};
