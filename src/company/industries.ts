import { choice } from '#kernel/fields.ts'

/** Industries of German B2B companies, as the first question after the set-up offers them. */
export const INDUSTRIES = [
  choice('mechanical_engineering', 'Maschinen- und Anlagenbau', 'Mechanical engineering'),
  choice('electrical', 'Elektrotechnik und Automatisierung', 'Electrical and automation'),
  choice('metal', 'Metallverarbeitung und Zulieferer', 'Metal working and suppliers'),
  choice('chemicals', 'Chemie und Kunststoff', 'Chemicals and plastics'),
  choice('construction', 'Bau und Gebäudetechnik', 'Construction and building services'),
  choice('medical', 'Medizintechnik und Labor', 'Medical and laboratory equipment'),
  choice('energy', 'Energie und Umwelt', 'Energy and environment'),
  choice('wholesale', 'Großhandel und technischer Handel', 'Wholesale and technical trade'),
  choice('logistics', 'Logistik und Transport', 'Logistics and transport'),
  choice('software', 'Software und IT-Dienste', 'Software and IT services'),
  choice('consulting', 'Beratung und Agenturen', 'Consulting and agencies'),
  choice('other', 'andere', 'other'),
]
