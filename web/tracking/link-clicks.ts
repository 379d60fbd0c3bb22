import type { EChartsCoreOption } from 'echarts/core'
import { addDays, isoDate } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import type { ClickDays } from '#tracking/link-shapes.ts'
import type { ChartTable } from '../ui/chart.tsx'
import type { Formats } from '../ui/formats.ts'

type Days = ClickDays['items']
type Words = { readonly day: string; readonly people: string; readonly bots: string }

/** The civil days up to and with today: [from, until) and each of them. */
export function lastDays(now: Date, timeZone: string, count: number) {
  const until = addDays(dayOf(now.getTime(), timeZone), 1)
  const from = addDays(until, -count)
  return { from, until, days: Array.from({ length: count }, (_, index) => addDays(from, index)) }
}

export const clickSums = (items: Days): { readonly people: number; readonly bots: number } => ({
  people: items.reduce((sum, { clicks }) => sum + clicks, 0),
  bots: items.reduce((sum, { botClicks }) => sum + botClicks, 0),
})

/** Bars by day, people below and programs above them in grey; days without a call are gaps. */
export function clicksOption(
  days: readonly string[],
  items: Days,
  words: Words,
  formats: Formats,
  scheme: 'light' | 'dark',
): EChartsCoreOption {
  const of = new Map(items.map((item) => [isoDate(item.date), item]))
  const values = (pick: (item: Days[number]) => number) =>
    days.map((day) => {
      const item = of.get(isoDate(day))
      return item ? pick(item) : 0
    })
  return {
    grid: { left: 36, right: 4, top: 34, bottom: 24 },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12 },
    tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'none' } },
    xAxis: {
      type: 'category',
      data: days.map((day) => formats.date(day)),
      axisLabel: { fontSize: 11, hideOverlap: true },
    },
    yAxis: { type: 'value', min: 0, minInterval: 1 },
    series: [
      { name: words.people, type: 'bar', stack: 'all', data: values(({ clicks }) => clicks) },
      {
        name: words.bots,
        type: 'bar',
        stack: 'all',
        itemStyle: { color: scheme === 'light' ? '#b6bfc2' : '#5a656a' },
        data: values(({ botClicks }) => botClicks),
      },
    ],
  }
}

export const clicksTable = (items: Days, words: Words, formats: Formats): ChartTable => ({
  columns: [
    { id: 'day', label: words.day, format: (day) => formats.date(String(day)) },
    { id: 'people', label: words.people, numeric: true },
    { id: 'bots', label: words.bots, numeric: true },
  ],
  rows: items.map(({ date, clicks, botClicks }) => [date, clicks, botClicks]),
})
