import { Button, Stack, Title } from '@mantine/core'
import { useState } from 'react'
import type { Field, RecordKind } from '#kernel/record.ts'
import { useText } from '../platform/language.ts'
import { Panel } from '../ui/panel.tsx'
import { isEmpty } from './display.ts'
import { FieldValue } from './field-value.tsx'
import { sectionsOf } from './form-state.ts'
import classes from './record-facts.module.css'
import type { ShownRecord } from './records-api.ts'
import { useRecordTexts } from './texts.ts'
import { useDisplay } from './use-display.ts'

type Props = { readonly kind: RecordKind; readonly shown: ShownRecord }

/** What is known of a record, by section. Empty fields are hidden until asked for. */
export function RecordFacts({ kind, shown }: Props) {
  const t = useRecordTexts()
  const text = useText()
  const [all, setAll] = useState(false)
  const settings = useDisplay(shown.labels)
  const known = (field: Field) => !isEmpty(shown.record[field.id])
  const hidden = kind.fields.filter((field) => !known(field)).length
  const fields = kind.fields.filter((field) => all || known(field))
  return (
    <Panel>
      <Stack gap="lg">
        {sectionsOf(fields).map((section) => (
          <section key={section.heading?.de ?? ''}>
            <Title order={2} mb="xs">
              {section.heading ? text(section.heading) : t('detail.general')}
            </Title>
            <dl className={classes.facts}>
              {section.fields.map((field) => (
                <div
                  key={field.id}
                  className={field.type === 'longtext' ? classes.wide : undefined}
                >
                  <dt>{text(field.label)}</dt>
                  <dd>
                    <FieldValue field={field} value={shown.record[field.id]} settings={settings} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        {hidden > 0 && !all && (
          <Button
            variant="subtle"
            size="compact-sm"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => setAll(true)}
          >
            {t('detail.emptyFields')} ({hidden})
          </Button>
        )}
      </Stack>
    </Panel>
  )
}
