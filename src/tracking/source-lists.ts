/**
 * Where people come from: names that stand in `utm_source` and hosts of referrers, by kind. Lower case, without
 * `www.`; a host stands for its subdomains too, and the longest entry decides (`mail.google.com` before `google.*`).
 * `label.*` is any ending of a country. Names of companies and their addresses are facts; gathered by hand, see T3
 * in docs/sources.md.
 */
export type SourceKind =
  | 'search'
  | 'ai'
  | 'social'
  | 'video'
  | 'shopping'
  | 'mail'
  | 'messenger'
  | 'community'
  | 'display'
  /** A website like any other, although its parent domain is a search engine or a network. */
  | 'site'

type SourceList = { readonly names: readonly string[]; readonly hosts: readonly string[] }

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const list = (names: string, hosts: string): SourceList => ({
  names: words(names),
  hosts: words(hosts),
})

export const SOURCE_LISTS: Readonly<Record<SourceKind, SourceList>> = {
  search: list(
    `google bing duckduckgo ecosia yahoo startpage metager qwant baidu yandex brave naver seznam swisscows kagi mojeek
    ask aol lycos fireball t-online msn sogou google-ads google-adwords googleads microsoft-ads bing-ads`,
    `google.* bing.com duckduckgo.com ecosia.org search.yahoo.com yahoo.* search.yahoo.co.jp startpage.com
    startpage.de ixquick.com metager.de metager.org qwant.com baidu.com yandex.* ya.ru search.brave.com
    suche.web.de suche.gmx.net suche.gmx.at suche.gmx.ch suche.t-online.de suche.freenet.de suche.1und1.de
    suche.aol.de search.aol.com fireball.de search.ch naver.com seznam.cz sogou.com so.com swisscows.com swisscows.ch
    mojeek.com mojeek.de kagi.com presearch.com presearch.org ask.com lycos.* search.lycos.com dogpile.com
    webcrawler.com excite.com info.com msn.com lilo.org oceanhero.today search.marginalia.nu good-search.org
    search.avira.com search.seznam.cz daum.net search.daum.net rambler.ru go.mail.ru onet.pl szukaj.onet.pl
    com.google.android.googlequicksearchbox com.duckduckgo.mobile.android com.ecosia.android com.microsoft.bing`,
  ),
  ai: list(
    `chatgpt openai perplexity gemini bard copilot claude anthropic mistral le-chat deepseek grok poe meta-ai phind
    kimi qwen`,
    `chatgpt.com chat.openai.com openai.com perplexity.ai gemini.google.com bard.google.com notebooklm.google.com
    copilot.microsoft.com copilot.cloud.microsoft m365.cloud.microsoft claude.ai chat.mistral.ai mistral.ai
    deepseek.com grok.com x.ai poe.com meta.ai phind.com duck.ai you.com iask.ai felo.ai komo.ai andisearch.com
    pi.ai kimi.com kimi.moonshot.cn chat.qwen.ai doubao.com character.ai langdock.com neuroflash.com genspark.ai
    com.openai.chatgpt ai.perplexity.app.android com.google.android.apps.bard com.anthropic.claude`,
  ),
  social: list(
    `facebook instagram linkedin xing kununu twitter x tiktok pinterest reddit threads mastodon bluesky snapchat meta
    tumblr vk weibo quora meetup glassdoor facebook-ads instagram-ads linkedin-ads meta-ads tiktok-ads twitter-ads
    xing-ads facebook-mobile-feed facebook-desktop-feed facebook-stories facebook-right-column instagram-feed
    instagram-stories instagram-reels`,
    `facebook.com fb.com fb.me fb.watch instagram.com threads.net threads.com linkedin.com lnkd.in xing.com xing.to
    kununu.com kununu.de twitter.com x.com t.co tiktok.com pinterest.* pin.it reddit.com redd.it tumblr.com
    snapchat.com bsky.app bsky.social mastodon.social mastodon.online norden.social social.tchncs.de chaos.social vk.com
    ok.ru weibo.com weibo.cn quora.com meetup.com glassdoor.* medium.com news.ycombinator.com flipboard.com lemmy.world
    nextdoor.com nebenan.de jodel.com discord.com discord.gg disqus.com hootsuite.com ow.ly buff.ly
    com.facebook.katana com.facebook.lite com.instagram.android com.linkedin.android com.xing.android
    com.twitter.android com.zhiliaoapp.musically com.pinterest com.reddit.frontpage com.snapchat.android`,
  ),
  video: list(
    'youtube vimeo twitch dailymotion wistia youtube-ads rumble odysee bilibili',
    `youtube.* youtu.be youtube-nocookie.com vimeo.com twitch.tv dailymotion.com dai.ly wistia.com wistia.net
    rumble.com odysee.com bilibili.com ted.com com.google.android.youtube com.vimeo.android.videoapp`,
  ),
  shopping: list(
    `google-shopping shopping amazon ebay etsy alibaba aliexpress idealo billiger geizhals mercateo wlw wer-liefert-was
    europages industrystock directindustry kompass visable gelbe-seiten capterra g2 omr-reviews`,
    `shopping.google.com amazon.* ebay.* etsy.com alibaba.com aliexpress.com idealo.* billiger.de geizhals.* guenstiger.de
    preisvergleich.de check24.de otto.de kaufland.de mercateo.* unite.eu wlw.* wer-liefert-was.* visable.com europages.*
    industrystock.* directindustry.* kompass.com thomasnet.com exportpages.* maschinensucher.de machineseeker.com
    surplex.com gelbeseiten.de dasoertliche.de 11880.com cylex.de local.ch herold.at omr.com capterra.* g2.com getapp.*
    softwareadvice.* trustradius.com sourceforge.net`,
  ),
  mail: list(
    `mailing-list mailchimp cleverreach brevo sendinblue rapidmail newsletter2go klicktipp
    klick-tipp inxmail evalanche mailjet activecampaign gmx web.de outlook gmail`,
    `mail.google.com com.google.android.gm outlook.live.com outlook.office.com outlook.office365.com
    outlook.cloud.microsoft outlook.com hotmail.com com.microsoft.office.outlook mail.yahoo.com mail.yahoo.de
    mail.yahoo.co.uk gmx.net gmx.de gmx.at gmx.ch gmx.com web.de com.gmx.mobile.android.mail de.web.mobile.android.mail
    email.t-online.de mail.t-online.de mail.freenet.de email.freenet.de mail.aol.com mail.proton.me mail.protonmail.com
    mail.zoho.eu mailbox.org posteo.de mail.ionos.de email.ionos.de webmail.strato.de
    e.mail.ru mail.tutanota.com app.tuta.com mail.tuta.com icloud.com bluewin.ch mail.vodafone.de hey.com fastmail.com
    list-manage.com mailchi.mp crsend.com sendibm1.com sibforms.com rapidmail.de t.inx.de`,
  ),
  messenger: list(
    'whatsapp telegram signal threema messenger wechat viber sms firebase',
    `whatsapp.com wa.me l.wl.co com.whatsapp com.whatsapp.w4b telegram.org t.me web.telegram.org
    org.telegram.messenger signal.org org.thoughtcrime.securesms threema.ch threema.id messenger.com m.me
    com.facebook.orca viber.com line.me wechat.com`,
  ),
  community: list(
    'gutefrage stackoverflow vdma bitkom zvei',
    `gutefrage.net stackoverflow.com stackexchange.com superuser.com serverfault.com mikrocontroller.net
    administrator.de spiceworks.com vdma.org bitkom.org zvei.org bvdw.org`,
  ),
  display: list(
    'doubleclick criteo taboola outbrain adroll audience-network gdn dv360 teads xandr',
    `doubleclick.net googlesyndication.com googleadservices.com 2mdn.net adnxs.com criteo.com criteo.net taboola.com
    outbrain.com adroll.com teads.tv adform.net smartadserver.com adsrvr.org`,
  ),
  site: list(
    '',
    `docs.google.com drive.google.com sites.google.com groups.google.com calendar.google.com meet.google.com
    chat.google.com classroom.google.com translate.google.com play.google.com ads.google.com analytics.google.com
    tagmanager.google.com tagassistant.google.com search.google.com support.google.com cloud.google.com
    business.facebook.com developers.facebook.com learn.microsoft.com`,
  ),
}

/** Other names of one source, as programs and people write them. */
export const SOURCE_ALIASES: Readonly<Record<string, string>> = {
  ig: 'instagram',
  insta: 'instagram',
  fb: 'facebook',
  msg: 'messenger',
  an: 'audience-network',
  li: 'linkedin',
  'linked-in': 'linkedin',
  'lnkd.in': 'linkedin',
  yt: 'youtube',
  'youtu.be': 'youtube',
  tw: 'twitter',
  'x.com': 'x',
  adwords: 'google',
  googleads: 'google',
  'google-ads': 'google',
  'google-adwords': 'google',
  'bing-ads': 'bing',
  'microsoft-ads': 'bing',
  'yt-ads': 'youtube',
  'youtube-ads': 'youtube',
  'facebook-ads': 'facebook',
  'meta-ads': 'meta',
  'instagram-ads': 'instagram',
  'linkedin-ads': 'linkedin',
  'xing-ads': 'xing',
  'tiktok-ads': 'tiktok',
  'twitter-ads': 'twitter',
  nl: 'newsletter',
}

/** Names that only an advertising programme has: paid, even when no medium says so. */
export const PAID_SOURCES: readonly string[] = [
  'adwords',
  ...Object.keys(SOURCE_ALIASES).filter((name) => /-?ads$|-adwords$/.test(name)),
]

/**
 * Hosts that a visitor passes on the way through a form, a payment or a sign-in and comes back from: no source of
 * theirs. The start of a list that the company edits.
 */
export const EXCLUDED_HOSTS: readonly string[] = words(`
  paypal.com stripe.com klarna.com sofort.com giropay.de paydirekt.de wero-wallet.eu adyen.com mollie.com unzer.com
  payone.com pay1.de saferpay.com six-payment-services.com datatrans.com twint.ch computop-paygate.com worldpay.com
  braintreegateway.com pay.amazon.com payments.amazon.com payments.amazon.de pay.google.com cardinalcommerce.com
  arcot.com concardis.com wirecard.com billie.io ratepay.com
  accounts.google.com accounts.youtube.com login.microsoftonline.com login.microsoft.com login.live.com
  login.windows.net appleid.apple.com idmsa.apple.com auth0.com okta.com okta-emea.com onelogin.com
  login.salesforce.com id.atlassian.com verimi.de netid.de signin.aws.amazon.com
  calendly.com cal.com meetergo.com doodle.com meetings.hubspot.com meetings-eu1.hubspot.com youcanbook.me
  acuityscheduling.com timify.com terminland.de etermin.net bookings.cloud.microsoft book.ms
  typeform.com forms.office.com forms.cloud.microsoft forms.gle jotform.com surveymonkey.com surveymonkey.de hsforms.com
  lamapoll.de easy-feedback.de heyflow.app heyflow.com challenges.cloudflare.com`)
