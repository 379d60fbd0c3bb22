export const de = {
  title: 'Attribution',
}
