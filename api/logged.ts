import type { FastifyRequest } from 'fastify';

/** What permits it stands in the address of a mail's link. */
const linkToken = /^(\/links\/)[^/]+/;

/** A request as it is logged: no headers, no link's token, and no query, which holds what people search for. */
export const loggedRequest = ({ method, url, ip }: FastifyRequest) => ({
  method,
  path: url.split('?', 1)[0]!.replace(linkToken, '$1…'),
  remoteAddress: ip,
});
