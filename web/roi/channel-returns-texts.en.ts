import type { Texts } from '../platform/language.ts'
import type { de } from './channel-returns-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Channels compared',
  subtitle: 'Cost, return, and how much the answer depends on the model.',
  loading: 'Working out channels by all models …',
  'by.label': 'Compare by',
  'by.channel': 'Channel',
  'by.campaign': 'Campaign',
  'by.content': 'Content',
  'by.product': 'Product',
  'by.region': 'Region',
  'worth.label': 'Return',
  'worth.margin': 'Contribution margin',
  'worth.revenue': 'Revenue',
  sentence:
    '{{period}}: {{value}} of {{worth, lowercase}} for {{cost}} of marketing cost, ROI {{roi}} by the model “{{model}}”.',
  'sentence.free':
    '{{period}}: {{value}} of {{worth, lowercase}} by the model “{{model}}”; no cost is recorded.',
  'sentence.range': 'By all {{count}} models the ROI lies between {{low}} and {{high}}.',
  'sentence.unknown':
    'Of {{total}} of all deals {{unknown}} go to direct and unknown sources or to nobody ({{share}}).',
  'ads.title': 'Ads: revenue is not a return',
  'ads.earns':
    '{{one}} of ads brings {{roas}} of revenue, {{margin}} of it margin: {{result}} are left. The ads pay from a ROAS of {{breakEven}} on.',
  'ads.loses':
    '{{one}} of ads brings {{roas}} of revenue, but only {{margin}} of it is margin: {{result}} are lost. The ads would pay from a ROAS of {{breakEven}} on.',
  'ads.deceptive':
    'A good ROAS can lose money: it counts revenue, out of which goods, production and sales have yet to be paid.',
  'ads.even':
    '{{one}} of ads brings {{roas}} of revenue and exactly {{margin}} of margin: the ads cover their media cost and no more. Break-even ROAS {{breakEven}}.',
  'ads.unknown':
    '{{one}} of ads brings {{roas}} of revenue. Without a margin nobody can say whether that is enough: set a rate on the product or in the settings.',
  'range.title': 'ROI by all models',
  'range.sentence':
    'The bar reaches from the lowest to the highest ROI, the dot is the model in use. Where the zero line lies in the bar, the answer depends on the model.',
  'range.none': 'Without cost there is no ROI to compare.',
  'range.low': 'lowest ROI',
  'range.high': 'highest ROI',
  'range.own': 'model in use',
  'range.lowModel': 'model (lowest)',
  'range.highModel': 'model (highest)',
  'table.title': 'Figures compared',
  'table.sentence':
    'Every figure opens its calculation and its records. Only what has the same period is compared.',
  'table.csv': 'Save as CSV',
  'table.roi': 'ROI',
  'table.range': 'ROI, all models',
  'table.verdict': 'Verdict',
  'table.unknown': 'on unknown sources',
  'table.total': 'All',
  'table.open': '{{name}}, {{column}}: {{value}}. Show calculation and records',
  'table.openDeals': '{{name}}, {{column}}: {{value}}. Show deals',
  'table.rangeModels': 'lowest by “{{lowest}}”, highest by “{{highest}}”',
  'table.left_one': 'One more row with smaller amounts is not listed.',
  'table.left_other': '{{count}} more rows with smaller amounts are not listed.',
  'column.cost': 'Cost',
  'column.won': 'Deals won',
  'column.new_customers': 'New customers',
  'column.revenue': 'Revenue',
  'column.margin': 'Margin',
  'column.cac': 'CAC',
  'column.clv': 'CLV',
  'column.clv_cac': 'CLV : CAC',
  'column.payback': 'Payback',
  'column.roas': 'ROAS',
  'column.margin_roas': 'Margin ROAS',
  'column.break_even_roas': 'Break-even ROAS',
  months: '{{number}} mo.',
  'verdict.robust.pays': 'robust: pays',
  'verdict.robust.loses': 'robust: does not cover its cost',
  'verdict.depends_on_model': 'depends on the model',
  'verdict.none': '–',
  'note.model':
    'Attribution model: {{name}}; the range takes all {{count}} models whose parts add up to the whole. A model shows association, not cause.',
  'note.horizon': 'Horizon of every ROI: the period.',
  'note.content': 'Cost is not booked by content, so there is no ROI here.',
  'note.unknown':
    'On unknown sources: the part of the value from deals in whose journey there is also a direct, unknown or unassignable touchpoint.',
  'empty.title': 'This period has neither cost nor deals',
  'empty.text':
    'Channels stand side by side here as soon as cost and won opportunities are recorded.',
  'empty.import': 'Import data',
  'empty.costs': 'Enter cost',
}
