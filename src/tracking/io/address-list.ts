import { BlockList, isIP } from 'node:net'

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6')

/** `::ffff:203.0.113.7` is what a server that listens on both kinds calls an IPv4 address. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** Adds an address or a network (`2001:db8::/32`); false for what is neither. */
function add(list: BlockList, entry: string): boolean {
  const [given = '', prefix, ...rest] = entry.trim().split('/')
  const address = plain(given)
  if (isIP(address) === 0 || rest.length > 0) return false
  if (prefix === undefined) {
    list.addAddress(address, family(address))
    return true
  }
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
  if (!(bits >= 0 && bits <= (isIP(address) === 4 ? 32 : 128))) return false
  list.addSubnet(address, bits, family(address))
  return true
}

/** Which of the addresses and networks that people wrote can be read as such. */
export const isAddressEntry = (entry: string): boolean => add(new BlockList(), entry)

/** Tells whether an address is one of a list's addresses or lies in one of its networks. What is neither is left out. */
export function addressList(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const entry of entries) add(list, entry)
  return (address) => {
    const asked = plain(address)
    return isIP(asked) !== 0 && list.check(asked, family(asked))
  }
}
