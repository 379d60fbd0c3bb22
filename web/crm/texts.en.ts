import type { Texts } from '../platform/language.ts'
import type { de } from './texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Pipeline',
  new: 'New Opportunity',
  sentence_one: '{{shown}} open opportunity, {{amount}} in total',
  sentence_other: '{{shown}} open opportunities, {{amount}} in total',
  'sentence.part_one': '{{shown}} open opportunity',
  'sentence.part_other':
    '{{shown}} open opportunities; those with the largest amounts in each stage',
  'column.largest': 'the {{shown}} largest: {{amount}}',
  column_one: '{{shown}} opportunity',
  column_other: '{{shown}} opportunities',
  'column.more': '{{count}} more in the list',
  'card.move': 'Change the stage of {{title}}',
  'card.moved': '{{title}} is now in “{{stage}}”.',
  'empty.title': 'No opportunity stages yet',
  'empty.text': 'Create the stages of your sales process with their probability.',
  'empty.do': 'Create opportunity stages',
}
