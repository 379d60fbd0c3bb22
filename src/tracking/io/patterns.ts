import { RE2JS } from 're2js'
import type { CompilePattern } from '../own-rules.ts'

/** Regular expressions in the syntax of RE2: no pattern, however it is written, takes longer than the text is long. */
export const compilePattern: CompilePattern = (pattern) => {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
    return (text) => compiled.matcher(text).find()
  } catch {
    return null
  }
}
