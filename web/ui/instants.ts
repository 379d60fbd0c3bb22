/** Wall-clock time `yyyy-mm-ddThh:mm` of an instant in a time zone; '' for null. */
export function toWallClock(iso: string | null, timeZone: string): string {
  if (iso === null || iso === '') return ''
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  const parts = wallClockParts(date.getTime(), timeZone)
  return `${parts.slice(0, 10)}T${parts.slice(11, 16)}`
}

/**
 * The instant (ISO 8601, UTC) of a wall-clock time in a time zone; null when the text is no time.
 * A time that occurs twice (end of summer time) is the earlier one; one that does not occur
 * (start of summer time) moves forward by the gap.
 */
export function fromWallClock(text: string, timeZone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return null
  const wanted = Date.parse(`${text}:00Z`)
  if (Number.isNaN(wanted)) return null
  const offsetAt = (time: number) => Date.parse(`${wallClockParts(time, timeZone)}Z`) - time
  const offsets = [offsetAt(wanted - 86_400_000), offsetAt(wanted + 86_400_000)]
  const candidates = offsets
    .map((offset) => wanted - offset)
    .filter((time) => time + offsetAt(time) === wanted)
  const time = candidates.length > 0 ? Math.min(...candidates) : wanted - (offsets[0] ?? 0)
  return new Date(time).toISOString()
}

function wallClockParts(time: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(time))
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '00'
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}`
}
