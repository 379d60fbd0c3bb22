/** Colours of charts by ground. Series differ in lightness too, so that they read without colour. */
export function chartTheme(scheme: 'light' | 'dark') {
  const dark = scheme === 'dark'
  const text = dark ? '#c3cbce' : '#434d52'
  const line = dark ? '#2e373b' : '#e3e8e9'
  const axis = {
    axisLine: { lineStyle: { color: dark ? '#3b454a' : '#b6bfc2' } },
    axisTick: { show: false },
    axisLabel: { color: text, fontSize: 12 },
    splitLine: { lineStyle: { color: line } },
    nameTextStyle: { color: text },
  }
  return {
    color: dark
      ? ['#52a3b2', '#e9af4d', '#a8d2da', '#9faaaf', '#58b06f', '#ec8b82']
      : ['#0b5c6b', '#b97512', '#52a3b2', '#69747a', '#2b7a3d', '#b3261e'],
    backgroundColor: 'transparent',
    textStyle: { color: text, fontFamily: 'inherit' },
    legend: { textStyle: { color: text } },
    tooltip: {
      backgroundColor: dark ? '#1f2629' : '#ffffff',
      borderColor: line,
      textStyle: { color: dark ? '#e2e7e9' : '#161c1f', fontSize: 13 },
    },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
  }
}
