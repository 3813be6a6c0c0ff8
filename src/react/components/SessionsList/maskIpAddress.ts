/** The network part of an address: enough to recognise one's own provider by, too little to find somebody with. */
export function maskIpAddress(address: string): string {
  const separator = address.includes(':') ? ':' : '.';
  const [first = '', second = ''] = address.split(separator);
  return separator === ':' ? `${first}:${second}:…` : `${first}.${second}.•••.•••`;
}
