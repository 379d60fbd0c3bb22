import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'
import { meaningOf } from './channel-words.ts'

/** Why a record or a visit has the channel it has: the rules of `channel-rules.ts` in words, by id. */
const RULE_TEXTS: Readonly<Record<string, Text>> = {
  given: text('von Hand gewählt', 'chosen by hand'),
  kind: text('Art des Kontaktpunkts', 'kind of touchpoint'),
  campaign: text('Kanal der Kampagne', 'channel of the campaign'),
  campaign_name: text('Name der Kampagne', 'name of the campaign'),
  nothing_given: text('keine Quelle angegeben', 'no source given'),
  own_channel: text('Kanal des Links oder Anrufs', 'channel of the link or call'),
  own_rule: text('eigene Regel', 'rule of your own'),
  offline_medium: text('Offline-Medium', 'offline medium'),
  cross_network: text('Kampagne über mehrere Netzwerke', 'campaign across networks'),
  paid_medium: text('bezahltes Medium', 'paid medium'),
  paid_click_id: text('Klick-Kennung bezahlter Anzeigen', 'click id of paid ads'),
  paid_source: text('Werbeprogramm als Quelle', 'ad programme as source'),
  display_medium: text('Medium Display', 'display medium'),
  display_source: text('Werbenetzwerk als Quelle', 'ad network as source'),
  display_referrer: text('Verweis aus einem Werbenetzwerk', 'referral from an ad network'),
  ai_assistant: text('KI-Assistent als Quelle', 'AI assistant as source'),
  ai_referrer: text('Verweis aus einem KI-Assistenten', 'referral from an AI assistant'),
  source_word: text('Wort in der Quelle', 'word in the source'),
  shop_campaign: text('Kampagne für Shopping', 'shopping campaign'),
  known_source: text('bekannte Quelle', 'known source'),
  known_referrer: text('Verweis von bekannter Website', 'referral from a known website'),
  social_medium: text('Medium Social', 'social medium'),
  social_click_id: text('Klick-Kennung eines Netzwerks', 'click id of a network'),
  video_medium: text('Medium Video', 'video medium'),
  organic_medium: text('Medium organisch', 'organic medium'),
  email: text('E-Mail als Quelle oder Medium', 'e-mail as source or medium'),
  mail_referrer: text('Verweis aus einem Postfach', 'referral from webmail'),
  affiliate_medium: text('Medium Affiliate', 'affiliate medium'),
  partner_medium: text('Medium Partner', 'partner medium'),
  message_medium: text('Medium Nachricht', 'message medium'),
  message_referrer: text('Verweis aus einem Messenger', 'referral from a messenger'),
  referral_medium: text('Verweis von anderer Website', 'referral from another website'),
  referrer: text('Verweis von anderer Website', 'referral from another website'),
  direct: text('direkter Aufruf', 'direct visit'),
  no_rule_matched: text('keine Regel passt', 'no rule fits'),
}

/** The words for a rule as it is stored (`paid_medium`, `5.paid_medium`); what is stored where there are none. */
export const channelRuleText = (rule: string): Text =>
  meaningOf(RULE_TEXTS, rule.replace(/^\d+\./, '')) ?? text(rule, rule)
