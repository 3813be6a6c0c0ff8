/** Clients as they are in 2026, one in each block: what it is; what must be said of it; its user agent. */

export interface KnownClient {
  readonly what: string;
  readonly deviceName: string;
  readonly deviceType: string;
  readonly os: string | null;
  readonly osVersion: string | null;
  readonly userAgent: string;
}

const blocks = String.raw`
Chrome, Windows
Chrome on Windows | desktop | Windows | -
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36

Chrome, Mac
Chrome on macOS | desktop | macOS | -
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36

Chrome, Linux
Chrome on Linux | desktop | Linux | -
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36

Chrome, Chromebook
Chrome on Chrome OS | desktop | Chrome OS | -
Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36

Chrome, Android phone
Chrome on Android | mobile | Android | -
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36

Chrome, Android tablet
Chrome on Android | tablet | Android | -
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36

Chrome, iPhone
Chrome on iPhone | mobile | iOS | 18.5
Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1

Chrome, iPad asking for desktop pages
Chrome on iPad | tablet | iPadOS | -
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142 Version/11.1.1 Safari/605.1.15

Safari 18, Mac
Safari on macOS | desktop | macOS | -
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15

Safari 18, iPhone
Safari on iPhone | mobile | iOS | 18.5
Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1

Safari 26, iPhone, frozen at 18
Safari on iPhone | mobile | iOS | 26.1
Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1

Safari, iPad asking for mobile pages
Safari on iPad | tablet | iPadOS | 18.5
Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1

Safari, old iPad
Safari on iPad | tablet | iOS | 12.5.7
Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1

Firefox, Windows
Firefox on Windows | desktop | Windows | -
Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0

Firefox, Ubuntu
Firefox on Linux | desktop | Linux | -
Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0

Firefox, Android phone
Firefox on Android | mobile | Android | 15
Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0

Firefox, Android tablet
Firefox on Android | tablet | Android | 15
Mozilla/5.0 (Android 15; Tablet; rv:144.0) Gecko/144.0 Firefox/144.0

Firefox, iPhone
Firefox on iPhone | mobile | iOS | 18.5
Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/144.0 Mobile/15E148 Safari/605.1.15

Edge, Windows
Edge on Windows | desktop | Windows | -
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0

Edge, Mac
Edge on macOS | desktop | macOS | -
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0

Edge, Android
Edge on Android | mobile | Android | -
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36 EdgA/142.0.0.0

Edge, iPhone
Edge on iPhone | mobile | iOS | 18.5
Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 EdgiOS/142.0.3595.53 Mobile/15E148 Safari/605.1.15

Samsung Internet
Samsung Internet on Android | mobile | Android | -
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36

Opera
Opera on Windows | desktop | Windows | -
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 OPR/125.0.0.0

Vivaldi
Vivaldi on Linux | desktop | Linux | -
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Vivaldi/7.6

headless Chrome
Headless Chrome on Linux | desktop | Linux | -
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36

Facebook, iPhone
Facebook on iPhone | mobile | iOS | 18.5
Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.44.70;FBBV/1;FBDV/iPhone17,1;FBMD/iPhone;FBSN/iOS;FBSV/18.5;FBSS/3;FBID/phone;FBLC/de_DE;FBOP/5]

Facebook, Android
Facebook on Android | mobile | Android | 15
Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A.250105.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/530.0.0.44.70;IABMV/1;]

Instagram
Instagram on iPhone | mobile | iOS | 18.5
Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 400.0.0.30.70 (iPhone17,1; iOS 18_5; de_DE; scale=3.00)

Android TV
Chrome on Android TV | tv | Android | 12
Mozilla/5.0 (Linux; Android 12; BRAVIA VH21 Build/STT2.230505.001.S51) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36

Fire TV
Amazon Silk on Fire TV | tv | Android | 11
Mozilla/5.0 (Linux; Android 11; AFTKRT Build/RS8149.3070N) AppleWebKit/537.36 (KHTML, like Gecko) Silk/130.2.3 like Chrome/130.0.0.0 Safari/537.36

Samsung TV
Tizen on Samsung TV | tv | Tizen | 8.0
Mozilla/5.0 (SMART-TV; LINUX; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) 108.0.5359.1/8.0 TV Safari/537.36

LG TV
WebOS Browser on LG TV | tv | WebOS | -
Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.211 Safari/537.36 WebAppManager

PlayStation 5
Safari on PlayStation 5 | tv | PlayStation 5 | -
Mozilla/5.0 (PlayStation; PlayStation 5/9.00) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15

Xbox
Edge on Xbox | tv | Windows | -
Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox Series X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edge/44.18363.8131

Tesla
Chromium on Tesla | unknown | Linux | -
Mozilla/5.0 (X11; GNU/Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chromium/136.0.0.0 Chrome/136.0.0.0 Safari/537.36 Tesla/2025.32.3-feature

Kindle Fire
Chrome on Fire tablet | tablet | Android | 11
Mozilla/5.0 (Linux; Android 11; KFTUWI) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36

Kindle, e-ink
Safari on Kindle | tablet | Linux | -
Mozilla/5.0 (X11; U; Linux armv7l like Android; en-us) AppleWebKit/531.2+ (KHTML, like Gecko) Version/5.0 Safari/533.2+ Kindle/3.0+

Huawei tablet
Chrome on Android | tablet | Android | 10
Mozilla/5.0 (Linux; Android 10; HUAWEI AGS3-W09) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36

Meta Quest
Meta Quest Browser | unknown | Linux | -
Mozilla/5.0 (X11; Linux x86_64; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/40.0.0.1 Chrome/138.0.0.0 VR Safari/537.36

Windows 7
Chrome on Windows | desktop | Windows | 7
Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36

curl
curl | unknown | - | -
curl/8.14.1

Postman
Postman | unknown | - | -
PostmanRuntime/7.46.1

okhttp: React Native on Android
Android app | mobile | Android | -
okhttp/4.12.0

Dalvik
Android app | mobile | Android | 15
Dalvik/2.1.0 (Linux; U; Android 15; Pixel 9 Build/AP4A.250105.002)

CFNetwork: React Native on iOS
iOS app | mobile | iOS | -
Acme/42 CFNetwork/3826.500.131 Darwin/24.5.0

CFNetwork on an Intel Mac
macOS app | desktop | macOS | -
Acme/42 CFNetwork/1568.200.51 Darwin/24.1.0 (x86_64)

Alamofire
iOS app | mobile | iOS | 18.5.0
Acme/1.0 (com.example.acme; build:1; iOS 18.5.0) Alamofire/5.10.0

Flutter
Flutter app | unknown | - | -
Dart/3.9 (dart:io)

Node.js
Node.js | unknown | - | -
node

Python
Python | unknown | - | -
python-requests/2.32.5

a crawler
Googlebot | unknown | - | -
Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)

an unheard-of product
AcmeBrowser on macOS | desktop | macOS | 10.6.8
AcmeBrowser/3.1 (Macintosh; Intel Mac OS X 10_6_8)
`;

export const clientsOfToday: readonly KnownClient[] = blocks
  .trim()
  .split('\n\n')
  .map((block) => {
    const [what = '', said = '', userAgent = ''] = block.split('\n');
    const [deviceName = '', deviceType = '', os = null, osVersion = null] = said
      .split(' | ')
      .map((word) => (word === '-' ? null : word));
    return { what, deviceName: deviceName ?? '', deviceType: deviceType ?? '', os, osVersion, userAgent };
  });
