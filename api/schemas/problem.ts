import { Type } from 'typebox';
import { problemContentType, requestParts } from '../errors/problem.ts';
import { type ProblemType, problemTypes } from '../errors/problem-types.ts';
import { object, oneOf, ref } from './common.ts';

export const ProblemSchema = object(
  {
    type: Type.String({
      format: 'uri-reference',
      description: 'Address of a page that explains this kind of failure.',
    }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What is wrong this time, in the language of Accept-Language (en, fr).' }),
    instance: Type.String({
      description: 'The request’s id, also in the header x-request-id: by it support finds the log.',
    }),
    errors: Type.Optional(
      Type.Array(
        object({
          in: oneOf(requestParts, 'Which part of the request.'),
          pointer: Type.String({ description: 'JSON Pointer to the field.' }),
          detail: Type.String({ description: 'What would be right.' }),
          line: Type.Optional(Type.Integer({ description: 'Of a file; its header is line 1.' })),
          column: Type.Optional(Type.String({ description: 'Of a file.' })),
          reason: Type.Optional(Type.String({ description: 'Code of the reason, where a rule refused it.' })),
        }),
      ),
    ),
  },
  {
    $id: 'Problem',
    description: 'Why the request failed (RFC 9457).',
    examples: [
      {
        type: '/problems/invalid-request',
        title: 'The request is not as it should be',
        status: 400,
        detail: '1 field(s) of the request must change.',
        instance: '019aa1b2-0000-7000-8000-000000000000',
        errors: [{ in: 'body', pointer: '/levels/0/percent', detail: 'must be at most 100' }],
      },
    ],
  },
);

/** The documented answer of these kinds of failure, which share a status. */
export const problemAnswer = (...types: ProblemType[]) => ({
  description: types.map((type) => problemTypes[type].title.en).join('; '),
  content: { [problemContentType]: { schema: ref(ProblemSchema) } },
});
