export const de = {
  title: 'Einfluss',
}
