import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'
import { channelRuleText } from './channel-rule-texts.ts'
import { CHANNEL_RULES } from './channel-rules.ts'

/** What each built-in rule looks at, in words, by id; examples stand for the whole list. */
const MATCHES: Readonly<Record<string, Text>> = {
  own_channel: text(
    'Kurzlink, QR-Code oder Rufnummer mit eigenem Kanal oder mit einer Kampagne',
    'short link, QR code or telephone number with a channel or a campaign of its own',
  ),
  offline_medium: text(
    'Medium qr, flyer, plakat, print, messe, mailing, post, tel, webinar, seminar, event …',
    'medium qr, flyer, plakat, print, messe, mailing, post, tel, webinar, seminar, event …',
  ),
  cross_network: text('Kampagne enthält „cross-network“', 'campaign contains “cross-network”'),
  paid_medium: text(
    'Medium enthält „cp“ (cpc, cpm …), ist ppc oder retargeting oder beginnt mit „paid“; danach Quelle, Medium, Verweis, Klick-Kennung',
    'medium contains “cp” (cpc, cpm …), is ppc or retargeting, or begins with “paid”; then source, medium, referrer, click id',
  ),
  paid_click_id: text(
    'Klick-Kennung, die nur bezahlte Klicks tragen: gclid, gbraid, wbraid, msclkid, li_fat_id, ttclid … (nicht fbclid)',
    'click id that only paid clicks carry: gclid, gbraid, wbraid, msclkid, li_fat_id, ttclid … (not fbclid)',
  ),
  paid_source: text(
    'Quelle nennt ein Werbeprogramm (adwords, google-ads, linkedin-ads …), ohne Medium',
    'source names an ad programme (adwords, google-ads, linkedin-ads …), without a medium',
  ),
  display_medium: text(
    'Medium display, banner, expandable, interstitial, cpm',
    'medium display, banner, expandable, interstitial, cpm',
  ),
  display_source: text('Quelle ist ein Werbenetzwerk', 'source is an ad network'),
  ai_assistant: text(
    'Quelle ist ein KI-Assistent (chatgpt.com, perplexity, gemini, copilot …) oder Medium ai-assistant',
    'source is an AI assistant (chatgpt.com, perplexity, gemini, copilot …) or medium ai-assistant',
  ),
  shop_campaign: text(
    'Kampagne nennt „shop“ oder „shopping“',
    'campaign names “shop” or “shopping”',
  ),
  known_source: text(
    'Quelle ist ein Netzwerk, eine Suchmaschine, ein Videoportal, ein Marktplatz oder eine Community',
    'source is a network, a search engine, a video platform, a marketplace or a community',
  ),
  social_medium: text(
    'Medium social, social-network, social-media, sm',
    'medium social, social-network, social-media, sm',
  ),
  video_medium: text('Medium enthält „video“', 'medium contains “video”'),
  organic_medium: text('Medium organic', 'medium organic'),
  email: text(
    'Medium oder Quelle email, e-mail, newsletter, mail',
    'medium or source email, e-mail, newsletter, mail',
  ),
  affiliate_medium: text('Medium affiliate', 'medium affiliate'),
  partner_medium: text('Medium partner', 'medium partner'),
  message_medium: text(
    'Medium sms, endet auf „push“ oder enthält „mobile“ oder „notification“; Quelle ist ein Messenger',
    'medium sms, ends with “push” or contains “mobile” or “notification”; source is a messenger',
  ),
  referral_medium: text('Medium referral, app, link', 'medium referral, app, link'),
  direct: text(
    'Quelle „(direct)“ ohne Medium; oder weder Verweis noch UTM-Parameter noch Klick-Kennung',
    'source “(direct)” without a medium; or no referrer, no UTM parameters, no click id',
  ),
  display_referrer: text('Verweis von einem Werbenetzwerk', 'referrer is an ad network'),
  ai_referrer: text(
    'Verweis von chatgpt.com, perplexity.ai, gemini.google.com, copilot.microsoft.com …',
    'referrer is chatgpt.com, perplexity.ai, gemini.google.com, copilot.microsoft.com …',
  ),
  social_click_id: text(
    'Klick-Kennung eines Netzwerks, die auch unbezahlte Klicks tragen: fbclid, epik',
    'click id of a network that unpaid clicks carry too: fbclid, epik',
  ),
  known_referrer: text(
    'Verweis von google.*, bing.com, linkedin.com, xing.com, youtube.com, wlw.de, gutefrage.net …',
    'referrer is google.*, bing.com, linkedin.com, xing.com, youtube.com, wlw.de, gutefrage.net …',
  ),
  mail_referrer: text(
    'Verweis aus einem Postfach im Browser: mail.google.com, outlook.live.com, gmx.net, web.de …',
    'referrer is mail in the browser: mail.google.com, outlook.live.com, gmx.net, web.de …',
  ),
  message_referrer: text(
    'Verweis aus einem Messenger: wa.me, t.me …',
    'referrer is a messenger: wa.me, t.me …',
  ),
  referrer: text('jeder andere Verweis von außen', 'any other referrer from outside'),
  no_rule_matched: text(
    'UTM-Parameter oder Klick-Kennung da, aber keine Regel passt',
    'UTM parameters or a click id are there, but no rule fits',
  ),
}

const shown = (number: number, id: string) => ({
  number,
  id,
  name: channelRuleText(id),
  matches: MATCHES[id] ?? channelRuleText(id),
})

/** The rules of visits in the order in which they are asked, the company's own between the first and the second. */
export const BUILT_IN_RULES = [
  shown(1, 'own_channel'),
  ...CHANNEL_RULES.filter(({ isForRecords, id }) => !isForRecords && id !== 'direct').map(
    ({ number, id }) => shown(number, id),
  ),
  shown(12, 'direct'),
  shown(13, 'no_rule_matched'),
]

/** Ids that have no words of their own: for the test. */
export const withoutWords = (): string[] =>
  BUILT_IN_RULES.map(({ id }) => id).filter((id) => !Object.hasOwn(MATCHES, id))
