import type { Text } from '#kernel/record.ts'
import { MODELS, type ModelName, parseModel } from './models.ts'

const said = (de: string, en: string): Text => ({ de, en })

/** What a model says to people who go by it. */
export type ModelText = {
  /** One sentence: what it shows, and what it does not. Stands beside the title. */
  readonly sentence: Text
  /** How it shares, in words. */
  readonly how: Text
  /** When it helps. */
  readonly use: Text
  /** What must not be overlooked where its figures stand. */
  readonly note?: Text
}

const UNDERVALUES_EARLY = said(
  'Dieses Modell unterschätzt frühe Kontakte: Was Interesse geweckt hat, bekommt nichts.',
  'This model undervalues early touches: what raised interest gets nothing.',
)

/** A removal effect is not what would happen if a channel were switched off. */
export const REMOVAL_EFFECT: Text = said(
  'Der Wegfall-Effekt ist der Anteil der Abschlüsse, deren Weg in der Kette durch den Kanal führt: Beteiligung, geglättet durch die Kette. Er sagt nicht, wie viele Abschlüsse ohne den Kanal wirklich fehlen würden.',
  'The removal effect is the share of conversions whose way through the chain leads through the channel: participation, smoothed by the chain. It does not say how many conversions would really be missing without it.',
)

/** What is true of every model. */
export const ASSOCIATION: Text = said(
  'Alle Modelle beschreiben, welche Kontakte vor einem Abschluss lagen. Sie messen keine zusätzliche Wirkung: Dafür braucht es einen Test mit Vergleichsgruppe.',
  'All models describe which touches came before a conversion. They do not measure incremental effect: that takes a test with a control group.',
)

/** How credit of a data-driven model reaches what is inside a channel. */
export const PASSED_DOWN: Text = said(
  'Dieses Modell rechnet je Kanal. Der Anteil eines Kanals ist auf seine Kampagnen, Inhalte und Quellen im Verhältnis ihrer linearen Anteile verteilt.',
  'This model works by channel. The share of a channel is passed down to its campaigns, contents and sources in proportion to their linear shares.',
)

/** The texts of every model by its word; models with numbers of their own have those of their kind. */
export const MODEL_TEXTS: Readonly<Record<ModelName, ModelText>> = {
  first: {
    sentence: said(
      'Zeigt, wo Interesse beginnt. Zeigt nicht, was danach überzeugt hat.',
      'Shows where interest begins. Does not show what convinced later.',
    ),
    how: said(
      'Der erste Kontakt im Rückblick bekommt den ganzen Wert.',
      'The first touch within the lookback gets the whole value.',
    ),
    use: said(
      'Für die Frage, welche Kanäle neue Unternehmen auf Sie aufmerksam machen.',
      'For the question which channels make new companies aware of you.',
    ),
  },
  last: {
    sentence: said(
      'Zeigt, was unmittelbar vor dem Abschluss geschah. Zeigt nicht, was den Kontakt erst möglich gemacht hat.',
      'Shows what happened right before the conversion. Does not show what made that touch possible.',
    ),
    how: said(
      'Der letzte Kontakt vor dem Abschluss bekommt den ganzen Wert.',
      'The last touch before the conversion gets the whole value.',
    ),
    use: said(
      'Für den Vergleich mit Werkzeugen, die nur den letzten Klick kennen.',
      'For comparison with tools that know the last click only.',
    ),
    note: UNDERVALUES_EARLY,
  },
  last_non_direct: {
    sentence: said(
      'Zeigt den letzten bewussten Kontakt vor dem Abschluss. Zeigt nicht, was vorher Interesse geweckt hat.',
      'Shows the last marketed touch before the conversion. Does not show what raised interest before.',
    ),
    how: said(
      'Der letzte Kontakt, der kein Direktzugriff ist, bekommt den ganzen Wert. Besteht der Weg nur aus Direktzugriffen, bekommt ihn der letzte davon.',
      'The last touch that is not direct gets the whole value. Where all touches are direct, the last of them gets it.',
    ),
    use: said(
      'Für den Vergleich mit Webanalyse, die Direktzugriffe überspringt.',
      'For comparison with web analytics that skip direct visits.',
    ),
    note: UNDERVALUES_EARLY,
  },
  linear: {
    sentence: said(
      'Zeigt, wer überhaupt beteiligt war. Zeigt nicht, welcher Kontakt wichtiger war; viele kleine Kontakte wiegen schwer.',
      'Shows who took part at all. Does not show which touch mattered more; many small touches weigh heavily.',
    ),
    how: said('Jeder Kontakt bekommt den gleichen Anteil.', 'Every touch gets the same share.'),
    use: said(
      'Als neutraler Maßstab, gegen den andere Modelle verglichen werden.',
      'As a neutral yardstick to compare other models with.',
    ),
  },
  linear_unique: {
    sentence: said(
      'Zeigt, welche Kanäle beteiligt waren, gleich wie oft. Zeigt nicht, welcher davon wichtiger war.',
      'Shows which channels took part, however often. Does not show which of them mattered more.',
    ),
    how: said(
      'Jeder Kanal bekommt den gleichen Anteil; innerhalb eines Kanals teilen sich ihn dessen Kontakte.',
      'Every channel gets the same share; within a channel its touches divide it.',
    ),
    use: said(
      'Wenn einzelne Kanäle sehr viele kleine Kontakte erzeugen, etwa Newsletter.',
      'Where single channels make very many small touches, such as newsletters.',
    ),
  },
  position_based: {
    sentence: said(
      'Betont, was den Kontakt begonnen und was ihn abgeschlossen hat. Zeigt nicht, ob die Mitte mehr bewirkt hat als ihre 20 %.',
      'Stresses what began the contact and what completed it. Does not show whether the middle did more than its 20%.',
    ),
    how: said(
      'Der erste und der letzte Kontakt bekommen je 40 %, alle dazwischen zusammen 20 %. Bei zwei Kontakten bekommt jeder die Hälfte.',
      'The first and the last touch get 40% each, all between share 20%. With two touches each gets half.',
    ),
    use: said(
      'Als Ausgangspunkt: Anfang und Ende zählen, die Mitte wird nicht vergessen.',
      'As a starting point: beginning and end count, the middle is not forgotten.',
    ),
  },
  j_shaped: {
    sentence: said(
      'Betont den Schluss, ohne den Anfang zu vergessen. Zeigt nicht, ob diese Gewichte zu Ihrem Vertrieb passen.',
      'Stresses the end without forgetting the beginning. Does not show whether these weights fit your sales.',
    ),
    how: said(
      'Der letzte Kontakt bekommt 60 %, der erste 20 %, alle dazwischen zusammen 20 %.',
      'The last touch gets 60%, the first 20%, all between share 20%.',
    ),
    use: said('Wenn der Abschluss die eigentliche Hürde ist.', 'Where closing is the real hurdle.'),
  },
  inverse_j: {
    sentence: said(
      'Betont den Anfang, ohne den Schluss zu vergessen. Zeigt nicht, ob diese Gewichte zu Ihrem Vertrieb passen.',
      'Stresses the beginning without forgetting the end. Does not show whether these weights fit your sales.',
    ),
    how: said(
      'Der erste Kontakt bekommt 60 %, der letzte 20 %, alle dazwischen zusammen 20 %.',
      'The first touch gets 60%, the last 20%, all between share 20%.',
    ),
    use: said(
      'Wenn es vor allem darum geht, bekannt zu werden.',
      'Where becoming known is what matters.',
    ),
  },
  position_decay: {
    sentence: said(
      'Zeigt den Weg mit wachsendem Gewicht zum Abschluss hin. Zeigt nicht, wie viel Zeit zwischen den Kontakten lag.',
      'Shows the way with weight growing towards the conversion. Does not show how much time lay between touches.',
    ),
    how: said(
      'Jeder Kontakt zählt um die gleiche Stufe mehr als der vor ihm: bei vieren 10, 20, 30 und 40 %.',
      'Every touch counts one step more than the one before: 10, 20, 30 and 40% of four.',
    ),
    use: said(
      'Wenn spätere Kontakte mehr zählen sollen, die Zeitpunkte aber ungenau erfasst sind.',
      'Where later touches are to count more but their times are not exact.',
    ),
  },
  time_decay: {
    sentence: said(
      'Zeigt, was kurz vor dem Abschluss geschah. Zeigt bei langen Verkaufszyklen kaum noch, was den Anfang gemacht hat.',
      'Shows what happened shortly before the conversion. With long sales cycles it hardly shows what began it.',
    ),
    how: said(
      'Ein Kontakt zählt halb so viel wie einer, der eine Halbwertszeit später kam (voreingestellt 7 Tage; für lange Zyklen sind 30 Tage üblich).',
      'A touch counts half as much as one that came a half-life later (7 days unless set; 30 days for long cycles).',
    ),
    use: said(
      'Für kurze Entscheidungen und Aktionen mit einem festen Ende.',
      'For short decisions and campaigns with a fixed end.',
    ),
    note: said(
      'Dieses Modell unterschätzt frühe Kontakte: Je länger einer zurückliegt, desto weniger bekommt er.',
      'This model undervalues early touches: the longer ago one was, the less it gets.',
    ),
  },
  milestone_u: {
    sentence: said(
      'Zeigt, was bekannt gemacht und was den Lead gebracht hat. Zeigt nicht, was danach bis zum Abschluss geschah.',
      'Shows what made you known and what brought the lead. Does not show what happened from there to the close.',
    ),
    how: said(
      'Die Hälfte bekommt der erste Kontakt, die Hälfte der Kontakt, aus dem der Lead entstand.',
      'Half goes to the first touch, half to the touch that the lead came from.',
    ),
    use: said(
      'Um zu beurteilen, was Marketing vor der Übergabe an den Vertrieb leistet.',
      'To judge what marketing does before sales takes over.',
    ),
  },
  w_shaped: {
    sentence: said(
      'Zeigt, was Erstkontakt, Lead und Verkaufschance gebracht hat. Zeigt nicht, was in der Verhandlung geholfen hat.',
      'Shows what brought first touch, lead and opportunity. Does not show what helped in the negotiation.',
    ),
    how: said(
      'Erstkontakt, Lead und Verkaufschance bekommen je 30 %, die Kontakte dazwischen zusammen 10 %. Fehlt ein Meilenstein, teilen die anderen.',
      'First touch, lead and opportunity get 30% each, the touches between share 10%. Where a milestone is missing, the others share.',
    ),
    use: said(
      'Für B2B mit klarer Übergabe vom Marketing an den Vertrieb.',
      'For B2B with a clear handover from marketing to sales.',
    ),
  },
  full_path: {
    sentence: said(
      'Zeigt den ganzen Weg an seinen vier Meilensteinen. Zeigt nicht, welcher Meilenstein der schwerste war.',
      'Shows the whole way at its four milestones. Does not show which milestone was the hardest.',
    ),
    how: said(
      'Erstkontakt, Lead, Verkaufschance und Abschluss bekommen je 22,5 %, die Kontakte dazwischen zusammen 10 %.',
      'First touch, lead, opportunity and close get 22.5% each, the touches between share 10%.',
    ),
    use: said(
      'Wenn Marketing auch nach der Verkaufschance noch mitwirkt.',
      'Where marketing still takes part after the opportunity.',
    ),
  },
  markov: {
    sentence: said(
      'Zeigt, über welche Kanäle die Wege zum Abschluss führen, verlorene Fälle eingerechnet. Zeigt keine Ursache und braucht viele Fälle.',
      'Shows through which channels the ways to the conversion lead, lost cases included. Shows no cause and needs many cases.',
    ),
    how: said(
      'Aus allen Wegen, auch den erfolglosen, wird gezählt, wie oft welcher Kanal auf welchen folgt. Ein Kanal bekommt so viel, wie in dieser Kette ohne ihn wegfiele, im Verhältnis zu den anderen.',
      'From all ways, also those without success, it is counted how often which channel follows which. A channel gets as much as would drop out of this chain without it, in relation to the others.',
    ),
    use: said(
      'Als Gegenprobe zu den Regeln, wenn genug Abschlüsse da sind.',
      'As a cross-check of the rules where there are enough conversions.',
    ),
  },
  markov_share: {
    sentence: said(
      'Zeigt die Anteile der Markow-Kette, jeder Abschluss gleich viel wert. Zeigt nicht, welche Kanäle die größeren Aufträge bringen.',
      'Shows the shares of the Markov chain with every conversion worth the same. Does not show which channels bring the larger orders.',
    ),
    how: said(
      'Wie die Markow-Kette, der Wert aber wird nach den Anteilen an der Zahl der Abschlüsse verteilt.',
      'As the Markov chain, but value is divided by the shares of the number of conversions.',
    ),
    use: said(
      'Zum Vergleich mit Programmen, die so rechnen. Sonst die Markow-Kette.',
      'To compare with programs that work like this. Otherwise use the Markov chain.',
    ),
  },
  shapley: {
    sentence: said(
      'Zeigt, welche Kanäle gemeinsam zu Abschlüssen führten. Zeigt weder Reihenfolge noch Häufigkeit: Es ist die gleichmäßige Teilung unter den Kanälen.',
      'Shows which channels led to conversions together. Shows neither order nor frequency: it is the even split among the channels.',
    ),
    how: said(
      'Der Shapley-Wert der Summe aller Abschlüsse: Jeder Kanal eines Weges bekommt den gleichen Anteil. Mehr ist es nicht, auch wenn der Name mehr verspricht.',
      'The Shapley value of the sum of all conversions: every channel of a way gets the same share. It is no more than that, whatever the name promises.',
    ),
    use: said(
      'Wenn ein Verfahren ohne Annahmen über Reihenfolge gewünscht ist.',
      'Where a method without assumptions about order is wanted.',
    ),
  },
  markov_shapley: {
    sentence: said(
      'Zeigt, was Kanäle im Zusammenspiel beitragen, mit Reihenfolge und verlorenen Fällen. Zeigt keine Ursache; ab 19 Kanälen wird geschätzt.',
      'Shows what channels contribute together, with order and lost cases. Shows no cause; from 19 channels on it is estimated.',
    ),
    how: said(
      'Für jede Auswahl von Kanälen wird gerechnet, wie viele Wege der Kette noch zum Abschluss führen. Ein Kanal bekommt, was er im Mittel über alle Auswahlen hinzufügt. Das ergibt ohne Nachrechnen 100 %.',
      'For every choice of channels it is worked out how many ways of the chain still lead to a conversion. A channel gets what it adds on average over all choices. That makes 100% by itself.',
    ),
    use: said(
      'Als genaueste Gegenprobe, wenn viele Abschlüsse und wenige Kanäle da sind.',
      'As the finest cross-check where there are many conversions and few channels.',
    ),
  },
  influenced: {
    sentence: said(
      'Zeigt, an wie vielen Abschlüssen ein Kanal beteiligt war. Ein Abschluss zählt bei jedem beteiligten Kanal: Die Zeilen ergeben zusammen mehr als 100 % und dürfen nicht addiert werden.',
      'Shows in how many conversions a channel took part. A conversion counts for every channel in it: the rows make more than 100% together and must not be added up.',
    ),
    how: said(
      'Jeder beteiligte Kanal bekommt den ganzen Abschluss.',
      'Every channel that took part gets the whole conversion.',
    ),
    use: said(
      'Für die Frage, ob ein Kanal überhaupt eine Rolle spielt.',
      'For the question whether a channel plays a part at all.',
    ),
  },
}

const CUSTOM: ModelText = {
  sentence: said(
    'Zeigt den Weg mit Ihren eigenen Gewichten. Zeigt nicht, ob diese Gewichte stimmen.',
    'Shows the way with weights of your own. Does not show whether these weights are right.',
  ),
  how: said(
    'Ihre Gewichte gelten für ersten Kontakt, Mitte und letzten Kontakt oder für die Meilensteine.',
    'Your weights hold for first touch, middle and last touch, or for the milestones.',
  ),
  use: said(
    'Wenn Marketing und Vertrieb sich auf Gewichte geeinigt haben.',
    'Where marketing and sales have agreed on weights.',
  ),
}

const isName = (name: string): name is ModelName => Object.hasOwn(MODELS, name)

/** The texts of a model from its word; those of own weights for `custom`. Null for what is no model. */
export function modelText(word: string): ModelText | null {
  if (parseModel(word) === null) return null
  const [name = ''] = word.trim().split(':')
  return isName(name) ? MODEL_TEXTS[name] : CUSTOM
}

const numbersOf = (parameters: string): Text => ({
  de: parameters.replaceAll('.', ','),
  en: parameters,
})

/** What a model is called, with its own numbers: "Markow-Kette, Ordnung 3". The word itself for what is no model. */
export function modelLabel(word: string): Text {
  if (parseModel(word) === null) return { de: word, en: word }
  const [name = '', parameters] = word.trim().split(':')
  const base = isName(name) ? MODELS[name].label : said('Eigene Gewichte', 'Own weights')
  if (parameters === undefined) return base
  const numbers = numbersOf(parameters)
  if (name === 'time_decay') {
    return said(
      `${base.de}, Halbwertszeit ${numbers.de} Tage`,
      `${base.en}, half-life ${numbers.en} days`,
    )
  }
  return name.startsWith('markov')
    ? said(`${base.de}, Ordnung ${numbers.de}`, `${base.en}, order ${numbers.en}`)
    : said(`${base.de} ${numbers.de}`, `${base.en} ${numbers.en}`)
}
