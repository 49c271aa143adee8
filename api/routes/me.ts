import { Type } from 'typebox';
import { callerOf } from '../auth/caller.ts';
import { rotate } from '../auth/credentials.ts';
import { bindingOf, type Permission, permissions } from '../permissions.ts';
import { id, nullable, object, oneOf, ref } from '../schemas/common.ts';
import { Rotation, SecretOnce } from '../schemas/credentials.ts';
import type { Routes } from '../types.ts';
import { answerWithSecret } from './credentials.ts';

const Me = object(
  {
    credentialId: id(),
    keyId: Type.String({ description: 'Which of the credential’s secrets was used.' }),
    name: Type.String(),
    kind: oneOf(['machine', 'staff']),
    roles: Type.Array(Type.String()),
    accountId: nullable(id('null: every account.')),
    siteId: nullable(id('null: every site.')),
    binding: oneOf(['site', 'account', 'all']),
    permissions: Type.Array(
      object({ permission: oneOf(Object.keys(permissions) as [Permission, ...Permission[]]), meaning: Type.String() }),
    ),
  },
  { description: 'The caller and what it may do.' },
);

export const meRoutes: Routes = (app, work) => {
  app.get(
    '/me',
    {
      config: { permission: 'any' },
      schema: { operationId: 'getMe', tags: ['Me'], summary: 'Who am I, and what may I do', response: { 200: Me } },
    },
    async (request) => {
      const { permissions: held, roles, ...caller } = callerOf(request);
      return {
        ...caller,
        roles: [...roles],
        binding: bindingOf(caller),
        permissions: [...held].map((permission) => ({ permission, meaning: permissions[permission].meaning })),
      };
    },
  );

  app.post(
    '/me/rotate',
    {
      config: { permission: 'any' },
      schema: {
        operationId: 'rotateMine',
        tags: ['Me'],
        summary: 'Get a new secret for this credential',
        description: 'The present one goes on for a while, so that nothing is missed meanwhile.',
        body: Rotation,
        response: { 200: ref(SecretOnce) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) =>
        answerWithSecret(await rotate(change, callerOf(request).credentialId, request.body)),
      ),
  );
};
