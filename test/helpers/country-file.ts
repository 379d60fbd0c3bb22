// The smallest .mmdb file: one IPv4 network of 24 bits belongs to a country, nothing else does.
// Format: https://maxmind.github.io/MaxMind-DB/ (version 2.0).
const TEXT = 2
const UINT16 = 5
const MAP = 7
/** Types above 7 stand in a byte of their own, less 7. */
const UINT64 = 9

const text = (value: string): Buffer =>
  Buffer.concat([Buffer.from([(TEXT << 5) | value.length]), Buffer.from(value)])
const map = (entries: readonly (readonly [string, Buffer])[]): Buffer =>
  Buffer.concat([
    Buffer.from([(MAP << 5) | entries.length]),
    ...entries.flatMap(([key, value]) => [text(key), value]),
  ])
const uint16 = (value: number): Buffer => Buffer.from([(UINT16 << 5) | 2, value >> 8, value & 255])
const uint64 = (value: number): Buffer => Buffer.from([4, UINT64 - 7, 0, 0, 0, value])

export function countryFile(network: readonly [number, number, number], country: string): Buffer {
  const bits = network.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1))
  const nodes = bits.length
  // A record that equals the number of nodes says "nothing here"; above it by 16 begins the data.
  const tree = bits.map((bit, index) => {
    const next = index === nodes - 1 ? nodes + 16 : index + 1
    const node = Buffer.alloc(6)
    node.writeUIntBE(bit === 0 ? next : nodes, 0, 3)
    node.writeUIntBE(bit === 1 ? next : nodes, 3, 3)
    return node
  })
  const data = map([['country', map([['iso_code', text(country)]])]])
  const metadata = map([
    ['binary_format_major_version', uint16(2)],
    ['binary_format_minor_version', uint16(0)],
    ['build_epoch', uint64(1)],
    ['database_type', text('Test')],
    ['ip_version', uint16(4)],
    ['node_count', uint16(nodes)],
    ['record_size', uint16(24)],
  ])
  const mark = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')])
  return Buffer.concat([...tree, Buffer.alloc(16), data, mark, metadata])
}
