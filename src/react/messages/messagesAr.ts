/** Arabic. Written right to left; counted nouns have six forms. Long because a catalogue is one list of words, like the English one. */
import type { Messages } from './Messages';
import { formatCount, plural } from './plural';

const locale = 'ar';
const count = (n: number): string => formatCount(locale, n);
/** What a sign-in on one more device does. */
const beyondLimit: Readonly<Record<string, string | undefined>> = {
  'evict-oldest': ' عند تسجيل الدخول على جهاز آخر يُسجَّل الخروج من الجهاز الذي مضى على استخدامه أطول وقت.',
  ask: ' عند تسجيل الدخول على جهاز آخر تُسأل هل تريد تسجيل الخروج من الجهاز الذي مضى على استخدامه أطول وقت.',
  reject: ' لتسجيل الدخول على جهاز آخر، سجّل الخروج من أحد هذه الأجهزة أولًا.',
};
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

/** Every word in Arabic: `<SessionSecurityProvider locale="ar" messages={messagesAr}>` (SPEC K4). */
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
    lastActiveAt: (moment) => `آخر نشاط ${moment}`,
    signedIn: (date) => `سُجّل الدخول في ${date}`,
    trusted: 'موثوق',
    loading: 'جارٍ تحميل أجهزتك…',

    signOut: 'تسجيل الخروج',
    signOutNamed: (name, lastActive) => `تسجيل الخروج من ${name}، آخر نشاط ${lastActive}`,
    signOutCurrentNamed: (name) => `تسجيل الخروج من هذا الجهاز، ${name}`,
    signOutOthers: 'تسجيل الخروج من الأجهزة الأخرى',
    retryNamed: (name, lastActive) => `إعادة محاولة تسجيل الخروج من ${name}، آخر نشاط ${lastActive}`,
    verify: 'تأكيد هويتك',
    verifyNamed: (name, lastActive) => `تأكيد هويتك لتسجيل الخروج من ${name}، آخر نشاط ${lastActive}`,
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
    ended: {
      signedOut: { title: 'أنت مسجَّل الخروج', body: 'سجّل الدخول لعرض أجهزتك.' },
      expired: {
        title: 'انتهت جلستك',
        body: 'غبت مدة من الوقت، أو مضى وقت طويل على تسجيل دخولك. سجّل الدخول من جديد لعرض أجهزتك.',
      },
      revoked: {
        title: 'سُجّل الخروج من هذا الجهاز',
        body: 'تم ذلك من جهاز آخر أو لحماية حسابك. سجّل الدخول من جديد لعرض أجهزتك.',
      },
    },
    signIn: 'تسجيل الدخول',
    errorTitle: 'تعذّر تحميل أجهزتك',
    verificationTitle: 'أكّد هويتك لعرض أجهزتك',
    offline: 'لا يوجد اتصال. هذه هي القائمة كما كانت عند آخر اتصال.',
    stale: 'تعذّر تحديث القائمة. قد لا تكون حديثة.',
    limit: (max, onLimit) =>
      `أنت مسجَّل الدخول على أقصى عدد يسمح به حسابك، وهو ${devices(max)}.${(onLimit && beyondLimit[onLimit]) ?? ''}`,
    loadMore: 'عرض المزيد',
    loadMoreFailed: 'تعذّر تحميل المزيد من الأجهزة.',
    shown: (shown, total) => `المعروض ${count(shown)} من ${count(total)}`,

    filterLabel: 'الأجهزة المعروضة',
    filterAll: 'الكل',
    filterInactive: 'غير نشط منذ ٣٠ يومًا',
    filterUntrusted: 'غير موثوق',
    select: 'تحديد',
    selectAll: 'تحديد الكل',
    selectAllShown: (n) => `تحديد كل المعروض (${count(n)})`,
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
    renameNamed: (name, lastActive) => `إعادة تسمية ${name}، آخر نشاط ${lastActive}`,
    nameLabel: 'اسم الجهاز',
    nameHint: 'أنت وحدك ترى هذا الاسم. ٦٤ حرفًا على الأكثر.',
    nameRequired: 'أدخل اسمًا.',
    renamed: (name) => `اسم الجهاز الآن ${name}.`,

    notMe: 'لست أنا',
    notMeNamed: (name, lastActive) => `لست أنا: ${name}، آخر نشاط ${lastActive}`,
    notMeTitle: (name) => `ألا تعرف ${name}؟`,
    notMeBody: 'سجّل الخروج منه الآن. إذا كنت تظن أن شخصًا آخر يعرف كلمة مرورك، فسجّل الخروج من كل الأجهزة الأخرى ثم غيّرها.',
    notMeSignOut: 'تسجيل الخروج منه',
    notMeSignOutOthers: 'تسجيل الخروج من الأجهزة الأخرى',
    notMeDoneTitle: 'تم تسجيل الخروج',
    notMeDoneBody: 'غيّر كلمة مرورك الآن، حتى لا يتمكن أحد من الدخول بها مرة أخرى.',
    changePassword: 'تغيير كلمة المرور',
    later: 'ليس الآن',
  },
  warnings: {
    signedOutIn: (countdown) => `سيُسجَّل خروجك بعد ${countdown}`,
    idle: 'لم تُجرِ أي نشاط منذ مدة. لحماية حسابك تنتهي هذه الجلسة قريبًا.',
    absolute: 'مضى وقت طويل على تسجيل دخولك. سجّل الدخول من جديد للمتابعة من حيث أنت.',
    stay: 'البقاء مسجَّل الدخول',
    reauthenticate: 'تسجيل الدخول من جديد',
    stayed: 'ما زلت مسجَّل الدخول.',
    extensionFailed: 'قد يُسجَّل خروجك مع ذلك',
    limit: (max) =>
      max === undefined
        ? 'أنت مسجَّل الدخول على كل الأجهزة التي يسمح بها حسابك.'
        : `أنت مسجَّل الدخول على أقصى عدد يسمح به حسابك، وهو ${devices(max)}.`,
    review: 'مراجعة الأجهزة',
    unknown: 'هناك ما ينبغي أن تعرفه عن جلستك.',
    dismiss: 'إخفاء',
    spoken: (timeLeft) => `سيُسجَّل خروجك بعد ${timeLeft}.`,
    spokenEnd: 'سُجّل خروجك.',
  },
  sessionEnd: {
    reasons: {
      idle: {
        title: 'سُجّل خروجك بعد مدة بلا نشاط',
        body: 'ما زال بإمكانك قراءة هذه الصفحة. سجّل الدخول من جديد لإجراء تغييرات.',
      },
      absolute: {
        title: 'حان وقت تسجيل الدخول من جديد',
        body: 'مدة الجلسة محدودة. ما زال بإمكانك قراءة هذه الصفحة؛ سجّل الدخول من جديد لإجراء تغييرات.',
      },
      expired: {
        title: 'انتهت جلستك',
        body: 'ما زال بإمكانك قراءة هذه الصفحة. سجّل الدخول من جديد لإجراء تغييرات.',
      },
      revoked: {
        title: 'سُجّل الخروج من هذا الجهاز',
        body: 'تم ذلك من جهاز آخر أو لحماية حسابك. سجّل الدخول من جديد لإجراء تغييرات.',
      },
      reused: {
        title: 'سُجّل خروجك لحماية حسابك',
        body: 'ربما استخدم شخص ما نسخة من هذه الجلسة. سجّل الدخول من جديد وراجع أجهزتك.',
      },
      signedOut: {
        title: 'سجّلت الخروج في علامة تبويب أخرى',
        body: 'سجّل الدخول من جديد للمتابعة هنا.',
      },
      signedOutHere: { title: 'أنت مسجَّل الخروج', body: 'سجّل الدخول من جديد للمتابعة هنا.' },
      graceExhausted: {
        title: 'تعذّر التحقق من جلستك مدة طويلة',
        body: 'سُجّل خروجك هنا احتياطًا. اتصل بالشبكة وسجّل الدخول من جديد لإجراء تغييرات.',
      },
    },
    signIn: 'تسجيل الدخول من جديد',
    back: 'أنت مسجَّل الدخول من جديد.',
    switched: {
      title: 'شخص آخر مسجَّل الدخول الآن',
      body: 'حُمّل ما في هذه الصفحة لحساب آخر. أعد تحميلها قبل أن تتابع.',
    },
    reload: 'إعادة التحميل',
    dismiss: 'إغلاق',
  },
  twoFactor: {
    title: 'أكّد هويتك',
    purposes: {
      password_change: 'هذا لازم لتغيير كلمة المرور.',
      email_change: 'هذا لازم لتغيير بريدك الإلكتروني.',
      security_settings: 'هذا لازم لتغيير إعدادات الأمان.',
      account_deletion: 'هذا لازم لحذف حسابك.',
      role_change: 'هذا لازم لتغيير ما يُسمح به لشخص آخر.',
      admin_action: 'هذا لازم لما ستفعله بصفتك مسؤولًا.',
      payment_settings: 'هذا لازم لتغيير إعدادات الدفع.',
      other: 'هذا لازم للمتابعة.',
    },
    waiting: (n) =>
      plural(locale, n, {
        one: 'إجراء واحد ينتظر هذا التأكيد.',
        two: 'إجراءان ينتظران هذا التأكيد.',
        few: '{n} إجراءات تنتظر هذا التأكيد.',
        many: '{n} إجراءً ينتظر هذا التأكيد.',
        other: '{n} إجراء ينتظر هذا التأكيد.',
      }),
    opening: 'جارٍ التحضير…',
    labels: {
      '2fa_totp': 'الرمز من تطبيق المصادقة',
      '2fa_sms': 'الرمز من الرسالة النصية',
      backup_code: 'رمز احتياطي',
    },
    digitsHint: (submitsItself) => (submitsItself ? '6 أرقام. يُتحقَّق منها فور إدخال الرقم الأخير.' : '6 أرقام.'),
    backupCodeHint: 'أحد الرموز التي احتفظت بها عند إعداد العامل الثاني. كل رمز يصلح مرة واحدة.',
    sentTo: (where) => `أُرسل إلى ${where}.`,
    confirm: 'تأكيد',
    confirmed: 'تم التأكيد',
    passkeyBody: 'سيطلب جهازك بصمتك أو وجهك أو رقمه السري أو مفتاح الأمان.',
    usePasskey: 'استخدام مفتاح المرور',
    passkeyNotGiven: 'لم يُستخدم أي مفتاح مرور. أعد المحاولة أو اختر طريقة أخرى.',
    otherWays: 'طرق أخرى للتأكيد',
    useMethod: {
      '2fa_totp': 'استخدام تطبيق المصادقة',
      '2fa_sms': 'الحصول على رسالة نصية',
      backup_code: 'استخدام رمز احتياطي',
      passkey: 'استخدام مفتاح مرور',
    },
    resend: 'إرسال رمز جديد',
    resendIn: (countdown) => `إرسال رمز جديد بعد ${countdown}`,
    sending: 'جارٍ إرسال رمز…',
    attemptsLeft: (n) =>
      plural(locale, n, {
        zero: 'لم تبقَ محاولات.',
        one: 'بقيت محاولة واحدة.',
        two: 'بقيت محاولتان.',
        few: 'بقيت {n} محاولات.',
        many: 'بقيت {n} محاولة.',
        other: 'بقيت {n} محاولة.',
      }),
    startAgain: 'البدء من جديد',
    lockedFor: (countdown) => `يمكنك إعادة المحاولة بعد ${countdown}`,
    onlyDigits: 'هذا ليس رمزًا من 6 أرقام، لذلك لم يُدخَل.',
    notADigitsCode: 'أدخل أرقام الرمز الستة كلها.',
    notABackupCode: 'أدخل الرمز الاحتياطي كما أُعطي لك: حروف وأرقام فقط.',
  },
  status: {
    checking: 'جارٍ التحقق من الجلسة',
    active: 'مسجَّل الدخول',
    warning: 'تنتهي قريبًا',
    offline: 'بلا اتصال',
    degraded: 'الخادم لا يرد',
    unverified: 'لم يُتحقَّق منها مؤخرًا',
    expired: 'انتهت الجلسة',
    revoked: 'سُجّل الخروج من مكان آخر',
    'signed-out': 'مسجَّل الخروج',
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
    retryLater: 'انتظر لحظة ثم أعد المحاولة.',
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
    TOO_MANY_ATTEMPTS: 'محاولات خاطئة كثيرة.',
    RATE_LIMITED: 'طلبات كثيرة.',
    TWO_FA_NOT_ENABLED: 'أعدّ عاملًا ثانيًا أولًا.',
    METHOD_NOT_ALLOWED: 'لا يمكن استخدام طريقة التأكيد هذه هنا.',
    REFRESH_TOKEN_REUSED: 'سُجّل خروجك لحماية حسابك. سجّل الدخول من جديد.',
    CSRF_REJECTED: 'لم يأتِ الطلب من هذا التطبيق فرُفض. أعد تحميل الصفحة ثم أعد المحاولة.',
    FORBIDDEN: 'ليس لديك إذن بهذا الإجراء.',
    INVALID_REQUEST: 'لم يُفهم الطلب. أعد تحميل الصفحة ثم أعد المحاولة.',
  },
};
