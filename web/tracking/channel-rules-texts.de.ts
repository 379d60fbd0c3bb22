export const de = {
  title: 'Kanalregeln',
  subtitle: 'Nach welchen Regeln ein Besuch seinen Kanal bekommt.',
}
