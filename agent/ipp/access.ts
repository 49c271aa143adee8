/** How to ask one printer by IPP. */
export interface IppAccess {
  /** http or https; the port of IPP is 631. */
  url: URL;
  /** The printer's own name of itself: `ipp://host:631/ipp/print`. */
  printerUri: string;
  /** Wait for the whole answer, milliseconds. */
  timeoutMs: number;
}

export const IPP_PORT = 631;
const SCHEMES: Record<string, { transport: 'http' | 'https'; uri: 'ipp' | 'ipps'; port: number }> = {
  'ipp:': { transport: 'http', uri: 'ipp', port: IPP_PORT },
  'ipps:': { transport: 'https', uri: 'ipps', port: IPP_PORT },
  'http:': { transport: 'http', uri: 'ipp', port: 80 },
  'https:': { transport: 'https', uri: 'ipps', port: 443 },
};

/** Where printers listen that say nothing else (IPP Everywhere). */
const USUAL_PATH = '/ipp/print';

/** From what was typed: ipp://HOST/ipp/print, also ipps, http or https. Throws a RangeError that says what is expected. */
export function toIppAccess(text: string, timeoutMs: number): IppAccess {
  const scheme = SCHEMES[/^[a-z]+:/i.exec(text)?.[0].toLowerCase() ?? ''];
  // URL knows host and port of http alone.
  const asHttp = text.replace(/^[a-z]+:/i, 'http:');
  if (!scheme || !URL.canParse(asHttp)) {
    throw new RangeError(`“${text}” is no IPP address: give ipp://HOST/ipp/print, or one with ipps, http or https.`);
  }
  const { hostname, port, pathname } = new URL(asHttp);
  const place = `${hostname}:${port || scheme.port}${pathname === '/' ? USUAL_PATH : pathname}`;
  return { url: new URL(`${scheme.transport}://${place}`), printerUri: `${scheme.uri}://${place}`, timeoutMs };
}
