import fp from 'fastify-plugin';

/** Many clients name a content type even where they send nothing: that is no content, and for the route to judge. */
export const json = fp(async (app) => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : parse(request, body, done),
  );
});
