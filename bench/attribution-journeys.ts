// The synthetic journeys of the reference (its README describes them): the same bytes from every generator.
import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

const CHANNELS = [
  'Direct',
  'Organic Search',
  'Paid Search',
  'LinkedIn Ads',
  'LinkedIn Organic',
  'Newsletter',
  'Webinar',
  'Messe',
  'Partner',
  'Display',
  'Content Syndication',
  'Outbound',
]
const START = [120, 220, 180, 120, 50, 20, 40, 60, 50, 90, 30, 20]
const NEXT = [240, 160, 120, 70, 50, 140, 70, 30, 30, 30, 20, 40]
const STRENGTH = [2, 12, 16, 14, 5, 9, 34, 44, 26, 3, 6, 18]
const [LINKEDIN_ADS, WEBINAR, MESSE, OUTBOUND] = [3, 6, 7, 11]
const LENGTH_MAX = 20
const FLUSH_CHARS = 1 << 20

/** md5 of the file by its number of paths, seed 42, as printed in the README of the reference. */
export const MD5: Readonly<Record<number, string>> = {
  10000: '68bed8799a417fc393602395b1f4dbeb',
  100000: 'fd77b9800f8afed886ad3056c3d84791',
  1000000: 'ce9cc3ca07f407d44901ed3d841a3117',
  10000000: 'b5ab8607bcfcb0a3c1439f616a2cb350',
}

const SEED = 42

/** Random number of a path and slot: output n of mulberry32. */
function uniform(path: number, slot: number): number {
  const a = (SEED + Math.imul(64 * path + slot + 1, 0x6d2b79f5)) | 0
  let t = Math.imul(a ^ (a >>> 15), a | 1)
  t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

/** The first channel whose cumulative weight is above. */
function pick(weights: readonly number[], drawn: number): number {
  let reached = 0
  for (const [channel, weight] of weights.entries()) {
    reached += weight
    if (reached > drawn * 1000) return channel
  }
  return weights.length - 1
}

function lengthOf(drawn: number): number {
  let stays = 1
  for (let length = 1; length < LENGTH_MAX; length += 1) {
    stays *= 0.75
    if (drawn < 1 - stays) return length
  }
  return LENGTH_MAX
}

function line(path: number): string {
  const length = lengthOf(uniform(path, 0))
  const touches = [pick(START, uniform(path, 21))]
  for (let j = 2; j <= length; j += 1) {
    const previous = touches[j - 2] ?? 0
    touches.push(uniform(path, j) < 0.3 ? previous : pick(NEXT, uniform(path, 20 + j)))
  }
  const names = touches.map((channel) => CHANNELS[channel]).join(' > ')
  if (uniform(path, 41) >= chanceOf(new Set(touches))) return `${names},0,0,1\n`
  const u = uniform(path, 42)
  return `${names},1,${1000 + Math.floor(u * u * u * 99_000)},0\n`
}

function chanceOf(channels: ReadonlySet<number>): number {
  let strength = 0
  for (const channel of channels) strength += STRENGTH[channel] ?? 0
  if (channels.has(LINKEDIN_ADS) && channels.has(WEBINAR)) strength += 30
  if (channels.has(MESSE) && channels.has(OUTBOUND)) strength += 40
  return Math.min(0.6, 0.0014 * strength)
}

/** Writes the file and gives back its md5. */
export function writeJourneys(file: string, paths: number): string {
  const hash = createHash('md5')
  const out = openSync(file, 'w')
  let text = 'path,total_conversions,total_conversion_value,total_null\n'
  const flush = () => {
    hash.update(text)
    writeSync(out, text)
    text = ''
  }
  for (let path = 0; path < paths; path += 1) {
    text += line(path)
    if (text.length > FLUSH_CHARS) flush()
  }
  flush()
  closeSync(out)
  return hash.digest('hex')
}
