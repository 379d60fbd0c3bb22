export const de = {
  title: 'Websites',
  subtitle: 'Welche Websites gemessen werden und ob ihr Skript funktioniert.',
}
