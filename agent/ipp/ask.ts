import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { PrinterError, rubbish, silentIpp, unreachable } from '../printer-error.ts';
import type { IppAccess } from './access.ts';
import { decodeAnswer, encodeRequest, type IppAnswer } from './message.ts';

/** What is read, and nothing else: few printers answer all they have in a second. */
const REQUESTED = [
  'printer-make-and-model',
  'printer-device-id',
  'printer-serial-number',
  'printer-state-reasons',
  'printer-supply',
  'printer-supply-description',
  'marker-names',
  'marker-colors',
  'marker-types',
  'marker-levels',
  'printer-alert',
  'printer-alert-description',
  'printer-impressions-completed',
  'printer-media-sheets-completed',
  'printer-pages-completed',
] as const;
export type AttributeName = (typeof REQUESTED)[number];

const MAX_ANSWER_BYTES = 1024 * 1024;
const VERSION_NOT_SUPPORTED = 0x0503;
const VERSIONS = [
  [2, 0],
  [1, 1],
] as const;

/** Asks a printer for its attributes, in an older version of the protocol where it does not know the present one. */
export async function askPrinter(access: IppAccess, signal?: AbortSignal): Promise<IppAnswer> {
  let answer: IppAnswer | undefined;
  for (const version of VERSIONS) {
    const body = await post(access, encodeRequest(access.printerUri, REQUESTED, version), signal);
    answer = decodeAnswer(body);
    if (!answer) throw rubbish(access.url.href, 'IPP');
    if (answer.status !== VERSION_NOT_SUPPORTED) break;
  }
  return answer!;
}

/** One HTTP request to the printer itself: a proxy is for the way to the server, and a printer's certificate is its own. */
function post({ url, timeoutMs }: IppAccess, body: Buffer, ending?: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(ending ? [ending] : [])]);
    const options = {
      method: 'POST',
      signal,
      agent: false as const,
      headers: { 'content-type': 'application/ipp', 'content-length': body.length },
    };
    const fail = (error: Error & { code?: string }) => reject(explain(error, url, signal.aborted, timeoutMs));
    const request =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, rejectUnauthorized: false })
        : httpRequest(url, options);
    request.once('error', fail);
    request.once('response', (response) => {
      response.once('error', fail);
      const { statusCode = 0 } = response;
      if (statusCode !== 200) {
        response.resume();
        request.destroy();
        reject(refusal(url.href, statusCode));
        return;
      }
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > MAX_ANSWER_BYTES) {
          request.destroy();
          reject(rubbish(url.href, 'IPP'));
        } else parts.push(part);
      });
      response.once('end', () => resolve(Buffer.concat(parts)));
    });
    request.end(body);
  });
}

function explain(error: Error & { code?: string }, url: URL, timedOut: boolean, timeoutMs: number): PrinterError {
  if (timedOut) return silentIpp(url.href, timeoutMs);
  if (error.code?.startsWith('HPE_')) return rubbish(url.href, 'IPP');
  return unreachable(url.href, error, error.code);
}

function refusal(where: string, status: number): PrinterError {
  if (status === 401 || status === 403) {
    return new PrinterError(
      'refused',
      `${where} asks for a password (HTTP ${status}). Allow IPP without one on the printer.`,
    );
  }
  return new PrinterError(
    'answer',
    `${where} answered with HTTP ${status}. Check the path: most printers listen at /ipp/print, some at /ipp/printer or /ipp.`,
  );
}
