export const de = {
  title: 'Besuche',
  subtitle: 'Wer Ihre Websites besucht, woher die Besuche kommen und was sie erreichen.',
}
