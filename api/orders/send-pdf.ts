import type { FastifyReply } from 'fastify';

/** A paper, shown in the browser under this name. As Fastify sends what is no JSON; to a route's type, which knows its schema only, it is that. */
export const sendPdf = (reply: FastifyReply, content: Buffer, name: string): never =>
  reply.type('application/pdf').header('content-disposition', `inline; filename="${name}.pdf"`).send(content) as never;
