import { Anchor, Table, Text } from '@mantine/core'
import type { Calculation } from './roi-calculation.ts'

type Props = { readonly calculation: Calculation; readonly onOpen: (part: string) => void }

/** A calculation line by line; what has records of its own opens them. */
export function CalculationLines({ calculation, onOpen }: Props) {
  const { title, note, lines } = calculation
  return (
    <>
      {note && (
        <Text size="sm" c="dimmed" mb="sm">
          {note}
        </Text>
      )}
      <Table aria-label={title} fz="sm" verticalSpacing={6}>
        <Table.Tbody>
          {lines.map(({ sign, label, value, opens }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a calculation have an order and no names
            <Table.Tr key={index}>
              <Table.Td w={28} c="dimmed">
                {sign}
              </Table.Td>
              <Table.Td>
                {opens ? (
                  <Anchor
                    component="button"
                    type="button"
                    size="sm"
                    ta="left"
                    onClick={() => onOpen(opens)}
                  >
                    {label}
                  </Anchor>
                ) : (
                  label
                )}
              </Table.Td>
              <Table.Td ta="right" className="rk-number" fw={sign === '=' ? 600 : 400}>
                {value}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}
