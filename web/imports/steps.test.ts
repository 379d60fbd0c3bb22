import { describe, expect, test } from 'vitest'
import type { FileView, State } from './import-shapes.ts'
import {
  defaultStep,
  hasResult,
  hindranceOf,
  isDone,
  outcomeOf,
  reachable,
  wasWritten,
} from './steps.ts'

const file = (patch: Partial<FileView> = {}): FileView => ({
  id: 'f1',
  name: 'leads.csv',
  bytes: 1,
  position: 0,
  included: true,
  error: null,
  detection: null,
  questions: [],
  proposals: [],
  mappings: [{ kind: 'lead', columns: {} }],
  mappingOrigin: null,
  mappingProblems: [],
  rowsTotal: null,
  parts: [],
  ...patch,
})

const part = {
  part: 0,
  kind: 'lead',
  run: 'dry_run' as const,
  counts: { read: 1, new: 1, changed: 0, same: 0, rejected: 0, skipped: 0 },
  warnings: [],
  skipped: [],
  rejections: [],
  created: {},
  createdList: [],
}

const view = (state: State, ...files: FileView[]) => ({ state, files })

describe('what hinders a dry run', () => {
  test('a readable, mapped file without questions does not', () => {
    expect(hindranceOf({ files: [file()] })).toBeNull()
  })
  test('each thing that is missing is named, the first one first', () => {
    expect(hindranceOf({ files: [] })).toBe('no_files')
    expect(hindranceOf({ files: [file({ included: false })] })).toBe('no_files')
    expect(hindranceOf({ files: [file({ mappings: [] })] })).toBe('no_mapping')
    expect(hindranceOf({ files: [file({ mappings: [{ columns: {} }] })] })).toBe('no_mapping')
    const problem = { part: 0, field: 'name', rule: 'imports.required_not_mapped' }
    expect(hindranceOf({ files: [file({ mappingProblems: [problem] })] })).toBe('mapping_problems')
    const question = { rule: 'imports.ambiguous_date', column: 'a', candidates: [] }
    expect(hindranceOf({ files: [file({ questions: [question] })] })).toBe('questions')
  })
  test('files that are left out or cannot be read are not looked at', () => {
    const unreadable = file({ error: { code: 'imports.binary' }, mappings: [] })
    expect(hindranceOf({ files: [file(), unreadable] })).toBeNull()
    expect(hindranceOf({ files: [file(), file({ included: false, mappings: [] })] })).toBeNull()
  })
})

describe('where one stands', () => {
  test('an import opens where its state is', () => {
    expect(defaultStep(view('uploaded', file()))).toBe('files')
    expect(defaultStep(view('ready', file({ parts: [part] })))).toBe('check')
    expect(defaultStep(view('committing', file()))).toBe('commit')
    expect(defaultStep(view('undone', file()))).toBe('result')
    expect(defaultStep(view('interrupted', file()))).toBe('files')
    expect(defaultStep(view('interrupted', file({ parts: [part] })))).toBe('check')
  })
  test('what has not happened cannot be opened', () => {
    expect(reachable(view('uploaded', file()))).toEqual(['files', 'mapping', 'check'])
    expect(reachable(view('ready', file({ parts: [part] })))).toContain('commit')
    expect(reachable(view('ready', file({ parts: [part] })))).not.toContain('result')
    expect(reachable(view('committed', file({ parts: [part] })))).toContain('result')
  })
  test('a mapping with an open question is not done', () => {
    const question = { rule: 'imports.ambiguous_date', column: 'a', candidates: [] }
    expect(isDone('mapping', view('uploaded', file({ questions: [question] })))).toBe(false)
    expect(isDone('mapping', view('uploaded', file()))).toBe(true)
    expect(isDone('check', view('uploaded', file()))).toBe(false)
  })
})

test('numbers hold after a run that came to its end, and are of records only once written', () => {
  expect(hasResult('ready')).toBe(true)
  expect(hasResult('interrupted')).toBe(false)
  expect(hasResult('uploaded')).toBe(false)
  expect(wasWritten('ready')).toBe(false)
  expect(wasWritten('committed')).toBe(true)
})

test('a stop leaves nothing, a commit everything', () => {
  expect(outcomeOf('interrupted')).toBe('nothing')
  expect(outcomeOf('cancelled')).toBe('nothing')
  expect(outcomeOf('failed')).toBe('nothing')
  expect(outcomeOf('committed')).toBe('everything')
  expect(outcomeOf('ready')).toBe('nothing_yet')
})
