/** Arabic. Written right to left; counted nouns have six forms. */
import type { Messages } from './Messages';
import { formatCount, plural } from './plural';

const locale = 'ar';
const count = (n: number): string => formatCount(locale, n);
const devices = (n: number): string =>
  plural(locale, n, {
    zero: 'لا أجهزة',
    one: 'جهاز واحد',
    two: 'جهازان',
    few: '{n} أجهزة',
    many: '{n} جهازًا',
    other: '{n} جهاز',
  });
/** The same after a preposition, where the dual changes. */
const ofDevices = (n: number): string => (n === 2 ? 'جهازين' : devices(n));

export const messagesAr: Messages = {
  common: { cancel: 'إلغاء', retry: 'إعادة المحاولة', save: 'حفظ', close: 'إغلاق' },
  device: {
    unnamed: 'جهاز بلا اسم',
    browserOnOs: (browser, os) => `${browser} على ${os}`,
    place: (city, country) => `${city}، ${country}`,
    types: { mobile: 'هاتف', tablet: 'جهاز لوحي', desktop: 'حاسوب', tv: 'تلفاز', unknown: 'جهاز' },
    signInMethods: {
      password: 'كلمة المرور',
      password_2fa: 'كلمة المرور وعامل ثانٍ',
      phone_otp: 'رمز أُرسل إلى هاتفك',
      phone_otp_2fa: 'رمز أُرسل إلى هاتفك وعامل ثانٍ',
      other: 'طريقة أخرى',
    },
  },
  sessions: {
    heading: 'أجهزتك',
    countOf: (n, max) => `${count(n)} من ${ofDevices(max)}`,
    count: devices,
    thisDevice: 'هذا الجهاز',
    otherDevices: 'الأجهزة الأخرى',
    activeNow: 'نشط الآن',
    active: (relativeTime) => `آخر نشاط ${relativeTime}`,
    signedIn: (date) => `سُجّل الدخول في ${date}`,
    trusted: 'موثوق',
    loading: 'جارٍ تحميل أجهزتك…',

    signOut: 'تسجيل الخروج',
    signOutNamed: (name, lastActive) => `تسجيل الخروج من ${name}، آخر نشاط ${lastActive}`,
    signOutCurrentNamed: (name) => `تسجيل الخروج من هذا الجهاز، ${name}`,
    signOutOthers: 'تسجيل الخروج من الأجهزة الأخرى',
    retryNamed: (name) => `إعادة محاولة تسجيل الخروج من ${name}`,
    verify: 'تأكيد هويتك',
    verifyNamed: (name) => `تأكيد هويتك لتسجيل الخروج من ${name}`,
    verifyBySigningIn: 'سجّل الخروج من هذا الجهاز ثم الدخول من جديد، وأعد المحاولة.',
    detailsNamed: (name, lastActive) => `تفاصيل ${name}، آخر نشاط ${lastActive}`,
    selectNamed: (name, lastActive) => `تحديد ${name}، آخر نشاط ${lastActive}`,

    confirmSignOutTitle: (name) => `هل تريد تسجيل الخروج من ${name}؟`,
    confirmSignOutBody: (name) => `سيلزم تسجيل الدخول من جديد على ${name}. قد يضيع ما لم يُحفظ هناك.`,
    confirmCurrentTitle: 'هل تريد تسجيل الخروج من هذا الجهاز؟',
    confirmCurrentBody: 'ستحتاج إلى تسجيل الدخول من جديد للعودة. تبقى أجهزتك الأخرى مسجَّلة الدخول.',
    confirmOthersTitle: (n) =>
      plural(locale, n, {
        one: 'هل تريد تسجيل الخروج من جهاز آخر واحد؟',
        two: 'هل تريد تسجيل الخروج من جهازين آخرين؟',
        few: 'هل تريد تسجيل الخروج من {n} أجهزة أخرى؟',
        many: 'هل تريد تسجيل الخروج من {n} جهازًا آخر؟',
        other: 'هل تريد تسجيل الخروج من {n} جهاز آخر؟',
      }),
    confirmOthersBody: 'سيلزم تسجيل الدخول عليها من جديد. تبقى مسجَّل الدخول على هذا الجهاز.',
    confirmSelectedTitle: (n) => `هل تريد تسجيل الخروج من ${ofDevices(n)}؟`,
    confirmSelectedBody: 'سيلزم تسجيل الدخول عليها من جديد. تبقى مسجَّل الدخول على هذا الجهاز.',

    signedOutNamed: (name) => `تم تسجيل الخروج من ${name}.`,
    signedOutCount: (n) => `تم تسجيل الخروج من ${ofDevices(n)}.`,
    signOutFailedNamed: (name) => `ما زال ${name} مسجَّل الدخول.`,
    signOutFailedCount: (n) => `لم يتم تسجيل الخروج من ${ofDevices(n)}.`,

    emptyTitle: 'هذا الجهاز فقط',
    emptyBody: 'لست مسجَّل الدخول في مكان آخر. تظهر الأجهزة الأخرى هنا عند تسجيل الدخول عليها.',
    emptyFilterTitle: 'لا توجد أجهزة تطابق هذا المرشّح.',
    showAll: 'عرض كل الأجهزة',
    errorTitle: 'تعذّر تحميل أجهزتك',
    verificationTitle: 'أكّد هويتك لعرض أجهزتك',
    offline: 'لا يوجد اتصال. هذه هي القائمة كما كانت عند آخر اتصال.',
    stale: 'تعذّر تحديث القائمة. قد لا تكون حديثة.',
    limit: (max) =>
      `أنت مسجَّل الدخول على أقصى عدد يسمح به حسابك، وهو ${devices(max)}. عند تسجيل الدخول على جهاز آخر يُسجَّل الخروج من الأقدم.`,
    loadMore: 'عرض المزيد',
    loadMoreFailed: 'تعذّر تحميل المزيد من الأجهزة.',
    shown: (shown, total) => `المعروض ${count(shown)} من ${count(total)}`,

    filterLabel: 'الأجهزة المعروضة',
    filterAll: 'الكل',
    filterInactive: 'غير نشط منذ ٣٠ يومًا',
    filterUntrusted: 'غير موثوق',
    select: 'تحديد',
    selectAll: 'تحديد الكل',
    selectDone: 'تم',
    selectedCount: (n) => `المحدَّد: ${count(n)}`,
    signOutSelected: 'تسجيل الخروج من المحدَّد',

    details: {
      lastActive: 'آخر نشاط',
      signedIn: 'تسجيل الدخول',
      method: 'طريقة الدخول',
      ipAddress: 'عنوان IP',
      place: 'المكان التقريبي',
      software: 'المتصفح والنظام',
      appVersion: 'إصدار التطبيق',
      expires: 'مسجَّل الدخول حتى',
    },
    rename: 'إعادة التسمية',
    renameNamed: (name) => `إعادة تسمية ${name}`,
    nameLabel: 'اسم الجهاز',
    nameHint: 'أنت وحدك ترى هذا الاسم. ٦٤ حرفًا على الأكثر.',
    nameRequired: 'أدخل اسمًا.',
    renamed: (name) => `اسم الجهاز الآن ${name}.`,

    notMe: 'لست أنا',
    notMeNamed: (name) => `لست أنا: ${name}`,
    notMeTitle: (name) => `ألا تعرف ${name}؟`,
    notMeBody: 'سجّل الخروج منه الآن. إذا كنت تظن أن شخصًا آخر يعرف كلمة مرورك، فسجّل الخروج من كل الأجهزة الأخرى ثم غيّرها.',
    notMeSignOut: 'تسجيل الخروج منه',
    notMeSignOutOthers: 'تسجيل الخروج من الأجهزة الأخرى',
    notMeDoneTitle: 'تم تسجيل الخروج',
    notMeDoneBody: 'غيّر كلمة مرورك الآن، حتى لا يتمكن أحد من الدخول بها مرة أخرى.',
    changePassword: 'تغيير كلمة المرور',
    later: 'ليس الآن',
  },
  failures: {
    offline: 'لا يوجد اتصال. اتصل بالشبكة ثم أعد المحاولة.',
    unreachable: 'لم يرد الخادم. تحقق من اتصالك ثم أعد المحاولة.',
    unknown: 'حدث خطأ لدينا. أعد المحاولة بعد قليل.',
    remained: 'ما زال الخادم يعرض هذا الجهاز مسجَّل الدخول. أعد المحاولة.',
    retryAfter: (seconds) =>
      seconds < 60
        ? plural(locale, Math.ceil(seconds), {
            one: 'أعد المحاولة بعد ثانية واحدة.',
            two: 'أعد المحاولة بعد ثانيتين.',
            few: 'أعد المحاولة بعد {n} ثوانٍ.',
            many: 'أعد المحاولة بعد {n} ثانية.',
            other: 'أعد المحاولة بعد {n} ثانية.',
          })
        : plural(locale, Math.ceil(seconds / 60), {
            one: 'أعد المحاولة بعد دقيقة واحدة.',
            two: 'أعد المحاولة بعد دقيقتين.',
            few: 'أعد المحاولة بعد {n} دقائق.',
            many: 'أعد المحاولة بعد {n} دقيقة.',
            other: 'أعد المحاولة بعد {n} دقيقة.',
          }),
  },
  errors: {
    '2FA_REQUIRED': 'أكّد هويتك بالعامل الثاني للمتابعة.',
    INVALID_2FA_CODE: 'هذا الرمز غير صحيح. تحقق منه وأعد المحاولة.',
    CHALLENGE_EXPIRED: 'طال الانتظار ولم يعد الرمز صالحًا. ابدأ من جديد.',
    CHALLENGE_NOT_FOUND: 'لم يعد هذا التأكيد صالحًا. ابدأ من جديد.',
    STEP_UP_REQUIRED: 'لأمان حسابك، أكّد هويتك للمتابعة.',
    STEP_UP_TOKEN_INVALID: 'لم يُقبل تأكيدك. أكّد هويتك من جديد.',
    STEP_UP_TOKEN_EXPIRED: 'انتهت صلاحية تأكيدك. أكّد هويتك من جديد.',
    STEP_UP_TOKEN_ALREADY_USED: 'استُخدم تأكيدك من قبل. أكّد هويتك من جديد.',
    STEP_UP_TOKEN_ACTION_MISMATCH: 'كان تأكيدك لإجراء آخر. أكّد هويتك من جديد.',
    SESSION_LIMIT_REACHED: 'أنت مسجَّل الدخول على أقصى عدد من الأجهزة يسمح به حسابك. سجّل الخروج من أحدها للمتابعة.',
    SESSION_NOT_FOUND: 'لم يعد هذا الجهاز مسجَّل الدخول.',
    SESSION_REVOKED: 'سُجّل الخروج من هذا الجهاز. سجّل الدخول من جديد للمتابعة.',
    SESSION_EXPIRED: 'انتهت جلستك. سجّل الدخول من جديد للمتابعة.',
    UNAUTHENTICATED: 'سجّل الدخول للمتابعة.',
    INVALID_CREDENTIALS: 'البيانات غير متطابقة. تحقق منها وأعد المحاولة.',
    TOO_MANY_ATTEMPTS: 'محاولات خاطئة كثيرة. انتظر قبل أن تعيد المحاولة.',
    RATE_LIMITED: 'طلبات كثيرة. انتظر لحظة قبل أن تعيد المحاولة.',
    TWO_FA_NOT_ENABLED: 'أعدّ عاملًا ثانيًا أولًا.',
    METHOD_NOT_ALLOWED: 'لا يمكن استخدام طريقة التأكيد هذه هنا.',
    REFRESH_TOKEN_REUSED: 'سُجّل خروجك لحماية حسابك. سجّل الدخول من جديد.',
    CSRF_REJECTED: 'لم يأتِ الطلب من هذا التطبيق فرُفض.',
    FORBIDDEN: 'ليس لديك إذن بهذا الإجراء.',
    INVALID_REQUEST: 'لم يُفهم الطلب.',
  },
};
