export const de = {
  title: 'Customer Journeys',
}
