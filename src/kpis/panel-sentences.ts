import type { Text } from '#kernel/record.ts'
import type { ChannelTable } from './channel-table.ts'
import { formatValue, type Language } from './format.ts'
import type { FunnelPanel } from './funnel-panel.ts'
import type { VelocityPanel } from './velocity-panel.ts'

const both = (write: (language: Language) => string): Text => ({
  de: write('de'),
  en: write('en'),
})

/**
 * Names the step whose rate lies worst, or says that every known rate is usual. A cohort that is still on its way to a
 * stage is no bottleneck: that it has not come yet says nothing.
 */
export function funnelSentence(funnel: FunnelPanel): Text {
  const defined = funnel.stages.flatMap((stage) =>
    stage.rate && stage.rate.result.value !== null
      ? [{ name: stage.name, result: stage.rate.result }]
      : [],
  )
  const rated = defined.filter(({ result }) => !result.notes?.includes('immature_cohort'))
  if (rated.length === 0) {
    return defined.length === 0
      ? {
          de: 'Für diesen Zeitraum ist keine Quote zwischen zwei Stufen definiert.',
          en: 'No rate between two stages is defined for this period.',
        }
      : {
          de: 'Für diesen Zeitraum ist noch keine Quote zwischen zwei Stufen reif.',
          en: 'No rate between two stages is mature yet for this period.',
        }
  }
  const low = rated.find(({ result }) => result.band === 'low')
  return both((language) => {
    const view =
      funnel.view === 'cohort'
        ? { de: 'Kohortensicht', en: 'Cohort view' }[language]
        : { de: 'Periodensicht', en: 'Period view' }[language]
    if (!low) {
      return language === 'de'
        ? `${view}: Keine bekannte Quote liegt unter dem üblichen Bereich (bekannt: ${rated.length}).`
        : `${view}: no known rate lies below the usual range (known: ${rated.length}).`
    }
    const rate = formatValue(low.result.value, 'rate', 'EUR', language)
    return language === 'de'
      ? `${view}: Engpass ist der Schritt zu „${low.name.de}“ mit ${rate} (n = ${low.result.n ?? 0}).`
      : `${view}: the bottleneck is the step to "${low.name.en}" with ${rate} (n = ${low.result.n ?? 0}).`
  })
}

/** Names the channel with the most revenue, or the most leads where there is no revenue. */
export function channelSentence(table: ChannelTable, currency: string): Text {
  const value = (row: ChannelTable['rows'][number] | undefined, column: string) =>
    row?.kpis[column]?.value ?? 0
  const byRevenue = table.rows.find((row) => value(row, 'revenue') > 0)
  if (byRevenue) {
    return both((language) => {
      const money = formatValue(value(byRevenue, 'revenue'), 'money', currency, language)
      return language === 'de'
        ? `Der meiste zugeordnete Umsatz: ${byRevenue.name.de} mit ${money}.`
        : `Most attributed revenue: ${byRevenue.name.en} with ${money}.`
    })
  }
  const [most] = [...table.rows].sort((a, b) => value(b, 'leads') - value(a, 'leads'))
  if (!most || value(most, 'leads') === 0) {
    return {
      de: 'In diesem Zeitraum gibt es keinen Kanal mit Leads oder Umsatz.',
      en: 'No channel has leads or revenue in this period.',
    }
  }
  return both((language) => {
    const leads = formatValue(value(most, 'leads'), 'count', currency, language)
    return language === 'de'
      ? `Die meisten Leads: ${most.name.de} mit ${leads}.`
      : `Most leads: ${most.name.en} with ${leads}.`
  })
}

/** What the pipeline turns into revenue, and which input would move it. */
export function velocitySentence(panel: VelocityPanel, currency: string): Text {
  if (panel.perDay === null) {
    return {
      de: 'Die Pipeline-Geschwindigkeit ist für diesen Zeitraum nicht definiert: Es fehlen Abschlüsse mit Betrag oder Zyklus.',
      en: 'Pipeline velocity is not defined for this period: won opportunities with an amount or a cycle are missing.',
    }
  }
  const cycle = panel.levers.find(({ id }) => id === 'cycle')
  return both((language) => {
    const perDay = formatValue(panel.perDay, 'money_per_day', currency, language)
    const perMonth = formatValue(panel.per30Days, 'money', currency, language)
    const shorter = formatValue(cycle?.perDay ?? null, 'money_per_day', currency, language)
    return language === 'de'
      ? `Die Pipeline wird zu ${perDay}, ${perMonth} in 30 Tagen; mit 10 % kürzerem Verkaufszyklus zu ${shorter}.`
      : `The pipeline turns into ${perDay}, ${perMonth} in 30 days; with a sales cycle 10% shorter into ${shorter}.`
  })
}
