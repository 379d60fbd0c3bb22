import { describe, expect, test } from 'vitest'
import {
  chosenFormat,
  mappedCount,
  sameMappings,
  sourcesOf,
  targetsOf,
  withConstant,
  withDateAnswer,
  withFormat,
  withKey,
  withKind,
  withNewPart,
  withoutConstant,
  withTargets,
  withValues,
} from './mapping-state.ts'

const lead = { kind: 'lead', columns: { Mail: 'email', Datum: ['created_on', 'mql_at'] } }

describe('columns', () => {
  test('a column feeds none, one or several fields', () => {
    expect(targetsOf(lead, 'Mail')).toEqual(['email'])
    expect(targetsOf(lead, 'Datum')).toEqual(['created_on', 'mql_at'])
    expect(targetsOf(lead, 'Anderes')).toEqual([])
    expect(targetsOf({ columns: { A: 'ignore' } }, 'A')).toEqual([])
    expect(mappedCount(lead, ['Mail', 'Datum', 'Anderes'])).toBe(2)
    expect(sourcesOf(lead, 'mql_at')).toEqual(['Datum'])
  })
  test('one field is written as a text, several as a list, none not at all', () => {
    expect(withTargets(lead, 'Mail', ['phone']).columns).toMatchObject({ Mail: 'phone' })
    expect(withTargets(lead, 'Mail', ['email', 'source', 'email']).columns).toMatchObject({
      Mail: ['email', 'source'],
    })
    expect(withTargets(lead, 'Mail', []).columns).toEqual({ Datum: ['created_on', 'mql_at'] })
  })
})

test('another kind keeps what it knows too and drops the rest', () => {
  const full = {
    ...lead,
    constants: { stage: 'mql', source: 'messe' },
    values: { stage: { a: 'mql' } },
  }
  expect(withKind(full, 'contact', new Set(['email', 'source']))).toEqual({
    kind: 'contact',
    columns: { Mail: 'email' },
    constants: { source: 'messe' },
  })
})

test('constants, values and keys come and go without leaving empty parts', () => {
  const constant = withConstant(lead, 'stage', 'mql')
  expect(constant.constants).toEqual({ stage: 'mql' })
  expect(withoutConstant(constant, 'stage')).toEqual(lead)
  const values = withValues(lead, 'stage', { neu: 'new', alt: '' })
  expect(values.values).toEqual({ stage: { neu: 'new' } })
  expect(withValues(values, 'stage', { neu: '' })).toEqual(lead)
  expect(withKey(withKey(lead, ['Mail']), [])).toEqual(lead)
})

describe('format', () => {
  test('holds for all parts of a file and can be taken back', () => {
    const both = withFormat([lead, { kind: 'cost', columns: {} }], { decimal: ',' })
    expect(both.map(({ format }) => format)).toEqual([{ decimal: ',' }, { decimal: ',' }])
    expect(withFormat(both, { decimal: undefined })).toEqual([lead, { kind: 'cost', columns: {} }])
    expect(withNewPart(both, 'campaign')[2]).toEqual({
      kind: 'campaign',
      columns: {},
      format: { decimal: ',' },
    })
  })
  test('an answer about dates replaces its rival and keeps other formats', () => {
    const answered = withDateAnswer([lead], ['d/m/yyyy', 'm/d/yyyy'], 'm/d/yyyy')
    expect(chosenFormat(answered).date).toEqual(['m/d/yyyy'])
    const changed = withDateAnswer(
      withFormat(answered, { date: ['m/d/yyyy', 'dd.mm.yyyy'] }),
      ['d/m/yyyy', 'm/d/yyyy'],
      'd/m/yyyy',
    )
    expect(chosenFormat(changed).date).toEqual(['dd.mm.yyyy', 'd/m/yyyy'])
  })
})

test('mappings are the same whatever empty parts they carry', () => {
  expect(sameMappings([lead], [{ ...lead, constants: {}, values: {} }])).toBe(true)
  expect(sameMappings([lead], [{ ...lead, key: ['Mail'] }])).toBe(false)
})
