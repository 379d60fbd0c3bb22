export const de = {
  title: 'Conversion-Ziele',
  subtitle: 'Was Besucher erreichen sollen, und was das wert ist.',
}
