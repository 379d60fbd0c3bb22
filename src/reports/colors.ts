import type { Tone } from './document.ts'

/** The colours of reports, on paper and on screen alike. */
export const INK = '#1c2429'
export const QUIET = '#5b6770'
export const RULE = '#d5dbdf'
export const PETROL = '#0b5c6b'
export const PETROL_LIGHT = '#8fbac3'
export const SAND = '#c98a3b'
export const GREY = '#b4bec4'
export const BAD = '#b42318'

export const TONES: Readonly<Record<Tone, string>> = {
  good: '#1a6b41',
  attention: '#8a5a00',
  bad: BAD,
  neutral: QUIET,
}
