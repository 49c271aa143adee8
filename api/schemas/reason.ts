import { Type } from 'typebox';
import { reasonWords } from '../../domain/reason-words.ts';
import type { ReasonCode } from '../../domain/reasons.ts';
import { object, oneOf } from './common.ts';

export const ReasonSchema = object(
  {
    code: oneOf(
      Object.keys(reasonWords) as [ReasonCode, ...ReasonCode[]],
      'For machines: the one vocabulary of reasons.',
    ),
    values: Type.Record(Type.String(), Type.Unsafe<string | number>({ type: ['string', 'number'] }), {
      description: 'What fills its words.',
    }),
    text: Type.String({ description: 'In words, in the language of Accept-Language.' }),
  },
  { $id: 'Reason', description: 'Why something is, was or was not done.' },
);
