export const de = {
  title: 'Live',
  subtitle: 'Was in den letzten Minuten auf Ihren Websites geschieht.',
}
