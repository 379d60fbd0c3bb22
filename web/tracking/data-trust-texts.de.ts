export const de = {
  title: 'Datenvertrauen',
  subtitle: 'Wie viel von dem, was geschieht, messbar ist, und was es besser macht.',
}
